import type { IncomingMessage } from 'node:http';
import type { Answer } from '../resources/resource.ts';
import { FORM_TYPE } from '../resources/resource.ts';
import { answerCall } from './answer-call.ts';
import type { Arrival, Service } from './arrival.ts';
import { answerOnAuthHost } from './auth-host.ts';
import { failureOf } from './failures.ts';
import { mediaTypeOf, parseForm, parseJson, readBody } from './read-body.ts';
import type { RecordedWrite } from './requests.ts';

/** Methods whose body is read. */
export const BODY_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Reads the body, where there is one, and answers; writes are recorded. */
export async function answerRequest(
  service: Service,
  arrival: Arrival,
  request: IncomingMessage,
): Promise<Answer> {
  const { method, address, match } = arrival;
  const { authorization } = request.headers;
  const contentType = mediaTypeOf(request.headers['content-type']);
  const bytes = BODY_METHODS.has(method) ? await readBody(request) : Buffer.alloc(0);
  const text = bytes.toString('utf8');
  if (arrival.authHost !== undefined) {
    return answerOnAuthHost(service.tokenEndpoint, service.world, arrival.authHost, {
      method,
      contentType,
      authorization,
      body: text,
      address: `${address.origin}${address.path}`,
    });
  }
  if (match === undefined || !BODY_METHODS.has(method))
    return answerCall(service, arrival, authorization, contentType, undefined);
  const body = await bodyIn(bytes, text, request.headers['content-type'] ?? '');
  const write: RecordedWrite = {
    route: `${method} ${match.template}`,
    path: address.path,
    contentType,
    body,
    transactionId: arrival.transactionId,
    status: 0,
  };
  service.requests.writes.push(write);
  try {
    const answer = answerCall(service, arrival, authorization, contentType, body);
    write.status = answer.status;
    return answer;
  } catch (error) {
    write.status = failureOf(error).status;
    throw error;
  }
}

async function bodyIn(bytes: Buffer, text: string, header: string): Promise<unknown> {
  const type = mediaTypeOf(header);
  if (type === FORM_TYPE) return parseForm(bytes, header);
  return type.endsWith('json') || text === '' ? parseJson(text) : undefined;
}
