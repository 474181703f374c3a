import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../resources/resource.ts';
import { answerCall } from './answer-call.ts';
import { answerRequest, BODY_METHODS } from './answer-request.ts';
import type { Arrival, Service } from './arrival.ts';
import { arrivalOf } from './arrival.ts';
import { failureOf, statusFault } from './failures.ts';
import type { Fault } from './faults.ts';
import { mediaTypeOf } from './read-body.ts';
import { send, sendDamaged, sendWhole, TRANSACTION_ID } from './send.ts';

/** Counts, delays, lets faults strike, answers. @throws {TypeError} for a request whose address cannot be read. */
export function handleRequest(service: Service, request: IncomingMessage, response: ServerResponse): void {
  const arrival = arrivalOf(service, request);
  const route = `${arrival.method} ${arrival.template}`;
  service.requests.arrived(route);
  // Comes once for every answer: after its last byte, or when the connection was cut before.
  response.once('close', () =>
    service.requests.left(route, response.writableFinished ? response.statusCode : 0),
  );
  if (service.world.settings.latencyMs > 0) {
    respondLater(service, arrival, request, response).catch(() => response.destroy());
    return;
  }
  const fault = faultFor(service, arrival);
  if (fault !== undefined || arrival.authHost !== undefined || BODY_METHODS.has(arrival.method))
    respond(service, arrival, request, response, fault).catch(() => response.destroy());
  else answerRead(service, arrival, request, response);
}

/** Nearly every request is a read that meets nothing: it is answered at once, without a promise. */
function answerRead(
  service: Service,
  arrival: Arrival,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { transactionId } = arrival;
  let answer: Answer;
  try {
    const contentType = mediaTypeOf(request.headers['content-type']);
    answer = answerCall(service, arrival, request.headers.authorization, contentType, undefined);
  } catch (error) {
    answer = failureOf(error);
  }
  try {
    if (answer.headers === undefined && (answer.bytes ?? answer.body) !== undefined) {
      sendWhole(response, answer, transactionId);
      return;
    }
    response.setHeader(TRANSACTION_ID, transactionId);
    send(response, answer);
  } catch (error) {
    fail(response, error, transactionId);
  }
}

async function respondLater(
  service: Service,
  arrival: Arrival,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await sleep(service.world.settings.latencyMs);
  await respond(service, arrival, request, response, faultFor(service, arrival));
}

async function respond(
  service: Service,
  arrival: Arrival,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  try {
    response.setHeader(TRANSACTION_ID, arrival.transactionId);
    if (fault?.kind === 'latency') await sleep(fault.delayMs, undefined, { ref: false });
    if (fault?.kind === 'status') return send(response, statusFault(fault));
    if (fault?.kind === 'reset' && fault.applied !== true) {
      response.destroy();
      return;
    }
    const answer = await answerRequest(service, arrival, request).catch(failureOf);
    if (response.destroyed) return;
    if (fault === undefined) send(response, answer);
    else sendDamaged(response, answer, fault);
  } catch (error) {
    fail(response, error, arrival.transactionId);
  }
}

/** The last resort, for an answer that could not be written. */
function fail(response: ServerResponse, error: unknown, transactionId: string): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.setHeader(TRANSACTION_ID, transactionId);
  send(response, failureOf(error));
}

function faultFor({ faults }: Service, { method, template, address }: Arrival): Fault | undefined {
  return faults.isArmed ? faults.take(method, template, `${address.path}${address.search}`) : undefined;
}
