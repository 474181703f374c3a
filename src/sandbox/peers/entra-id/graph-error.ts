import { randomUUID } from 'node:crypto';
import { type PeerAnswer, PeerError } from '../peer-server.ts';

/** An error in Graph's envelope. */
export function graphError(status: number, code: string, message: string): PeerAnswer {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': randomUUID(),
    'client-request-id': randomUUID(),
  };
  return { status, body: { error: { code, message, innerError } } };
}

export function fail(status: number, code: string, message: string): PeerError {
  return new PeerError(graphError(status, code, message));
}

export function notFound(id: string): PeerError {
  return fail(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function badRequest(message: string): PeerError {
  return fail(400, 'Request_BadRequest', message);
}

export function denied(message = 'Insufficient privileges to complete the operation.'): PeerError {
  return fail(403, 'Authorization_RequestDenied', message);
}

const CODES: ReadonlyMap<number, string> = new Map([
  [400, 'Request_BadRequest'],
  [401, 'InvalidAuthenticationToken'],
  [403, 'Authorization_RequestDenied'],
  [404, 'Request_ResourceNotFound'],
  [429, 'TooManyRequests'],
  [500, 'InternalServerError'],
  [501, 'notImplemented'],
  [503, 'serviceNotAvailable'],
]);

export function errorOf(status: number): PeerAnswer {
  return graphError(status, CODES.get(status) ?? 'UnknownError', 'The request was not carried out.');
}
