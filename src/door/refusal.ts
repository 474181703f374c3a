import type { ServerResponse } from 'node:http';

/** Why a request was turned away before GraphQL saw it. Stable: clients and tests match on it. */
export type RefusalCode =
  | 'AUTH_UNAVAILABLE'
  | 'BAD_REQUEST'
  | 'DIRECTORY_UNREADABLE'
  | 'EXPECTATION_FAILED'
  | 'FORBIDDEN'
  | 'HOST_NOT_ALLOWED'
  | 'LENGTH_REQUIRED'
  | 'METHOD_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'ORIGIN_NOT_ALLOWED'
  | 'REQUEST_TOO_LARGE'
  | 'SNAPSHOT_CHANGED'
  | 'TOO_MANY_EXPORTS'
  | 'UNAUTHENTICATED'
  | 'UNAVAILABLE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'URI_TOO_LONG';

export interface Refusal {
  readonly status: number;
  readonly code: RefusalCode;
  readonly message: string;
  /** For 405: the methods that would do. */
  readonly allow?: string;
}

/** Answers a refusal in the shape of a GraphQL error, and ends the connection: what is left of the request is not read. */
export function refuse(response: ServerResponse, { status, code, message, allow }: Refusal): void {
  if (allow !== undefined) response.setHeader('allow', allow);
  response.setHeader('connection', 'close');
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
