import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for the one before them; whoever sends more is cut off. */
export const mostWaiting = 32;

/** Of the connections that have any. */
const waiting = new WeakMap<Socket, number>();

/**
 * Begins a request once those that came before it on its connection are answered: at once, unless its caller sent it without waiting for
 * their answers (pipelining, RFC 9112 section 9.3.2). So no connection has work done for two answers at a time, and of a caller who
 * leaves, no request is begun any more: the response of one that waits has no connection yet, and would never be told that it closed.
 */
export function inTurn(request: IncomingMessage, response: ServerResponse, begin: () => void): void {
  const { socket } = request;
  // Node gives a response its connection when it is the first in the line.
  if (response.socket !== null) return begin();
  const before = waiting.get(socket) ?? 0;
  if (before >= mostWaiting) {
    socket.destroy();
    return;
  }
  waiting.set(socket, before + 1);
  response.once('socket', () => {
    waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
    // Node is about to look at what was written while it waited, and is to find nothing.
    process.nextTick(begin);
  });
}
