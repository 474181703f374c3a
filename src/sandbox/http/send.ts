import type { ServerResponse } from 'node:http';
import type { Answer } from '../resources/resource.ts';
import type { Fault } from './faults.ts';

/** The header by which a client tells its calls apart; it comes back with every answer. */
export const TRANSACTION_ID = 'X-Ping-External-Transaction-ID';

/** Sends an answer as JSON. */
export function send(response: ServerResponse, answer: Answer): void {
  if (answer.body === undefined && answer.bytes === undefined) {
    response.writeHead(answer.status, { ...answer.headers }).end();
    return;
  }
  const bytes = bytesOf(answer);
  response
    .writeHead(answer.status, {
      'Content-Type': typeOf(answer),
      'Content-Length': bytes.length,
      ...answer.headers,
    })
    .end(bytes);
}

/** The same for an answer that has a body and no headers of its own, with the header that every answer of PingOne's begins with: in one piece. */
export function sendWhole(response: ServerResponse, answer: Answer, transactionId: string): void {
  const bytes = bytesOf(answer);
  response
    .writeHead(answer.status, [
      TRANSACTION_ID,
      transactionId,
      'Content-Type',
      typeOf(answer),
      'Content-Length',
      bytes.length,
    ])
    .end(bytes);
}

function typeOf({ status }: Answer): string {
  return status < 400 ? 'application/hal+json;charset=UTF-8' : 'application/json;charset=UTF-8';
}

/** Sends an answer that was carried out, damaged in the way of a fault. */
export function sendDamaged(response: ServerResponse, answer: Answer, fault: Fault): void {
  const bytes = bytesOf(answer);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  const head = { 'Content-Type': 'application/json;charset=UTF-8', ...answer.headers };
  switch (fault.kind) {
    case 'truncated':
      if (fault.wholeLength === true) {
        response.writeHead(answer.status, { ...head, 'Content-Length': half.length }).end(half);
        return;
      }
      response.writeHead(answer.status, { ...head, 'Content-Length': Math.max(1, bytes.length) });
      response.write(half, () => response.destroy());
      return;
    case 'slow-body': {
      response.writeHead(answer.status, { ...head, 'Content-Length': bytes.length });
      response.write(half);
      if (fault.delayMs === undefined) return;
      const timer = setTimeout(() => response.end(bytes.subarray(half.length)), fault.delayMs);
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'html':
      response
        .writeHead(fault.status ?? 200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>Sign in to the network</title>');
      return;
    case 'empty':
      response.writeHead(200, { 'Content-Length': 0 }).end();
      return;
    case 'body':
      send(response, { status: fault.status ?? answer.status, body: fault.body });
      return;
    case 'altered':
      send(response, fault.alter(asObject(answer)));
      return;
    case 'reset':
      response.destroy();
      return;
    case 'status':
    case 'latency':
      send(response, answer);
  }
}

/** The answer with its body as an object, for a fault that looks into it. */
function asObject(answer: Answer): Answer {
  const { bytes, ...rest } = answer;
  return bytes === undefined ? answer : { ...rest, body: JSON.parse(bytes.toString('utf8')) as unknown };
}

function bytesOf({ body, bytes, integers }: Answer): Buffer {
  if (bytes !== undefined) return bytes;
  if (body === undefined) return Buffer.alloc(0);
  let text = JSON.stringify(body);
  for (const name of integers ?? [])
    text = text.replaceAll(new RegExp(`"${name}":"(\\d+)"`, 'g'), `"${name}":$1`);
  return Buffer.from(text);
}
