import type { ServerResponse } from 'node:http';
import type { Answer } from '../resources/resource.ts';
import type { Fault } from './faults.ts';

/** Sends an answer as JSON. */
export function send(response: ServerResponse, answer: Answer): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, { ...answer.headers }).end();
    return;
  }
  const text = textOf(answer);
  const type = answer.status < 400 ? 'application/hal+json' : 'application/json';
  response
    .writeHead(answer.status, {
      'Content-Type': `${type};charset=UTF-8`,
      'Content-Length': Buffer.byteLength(text),
      ...answer.headers,
    })
    .end(text);
}

/** Sends an answer that was carried out, damaged in the way of a fault. */
export function sendDamaged(response: ServerResponse, answer: Answer, fault: Fault): void {
  const bytes = Buffer.from(answer.body === undefined ? '' : textOf(answer));
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
    case 'reset':
      response.destroy();
      return;
    case 'status':
    case 'latency':
      send(response, answer);
  }
}

function textOf({ body, integers }: Answer): string {
  let text = JSON.stringify(body);
  for (const name of integers ?? [])
    text = text.replaceAll(new RegExp(`"${name}":"(\\d+)"`, 'g'), `"${name}":$1`);
  return text;
}
