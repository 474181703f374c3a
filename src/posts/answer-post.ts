/**
 * GraphQL over HTTP as nearly every caller speaks it: a POST of JSON whose answer comes in one piece. The objects of the
 * Fetch API between Node and the engine are left out, which cost more than a small operation; which hooks of plugins run, and when,
 * says `run-operation.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { type ErrorMaskingOptions, maskResult } from '../plugins/mask-result.ts';
import type { CallerContext, CallerOf } from '../plugins/use-authentication.ts';
import { checkVariables } from '../plugins/use-limits.ts';
import { acceptedType, type AnswerType } from './accepted-type.ts';
import { type HttpAnswer, httpAnswer, refused } from './http-answer.ts';
import { bodyOf, readParams } from './posted-params.ts';
import {
  createRun,
  type Engine,
  type ExecutionPlugin,
  inParts,
  type PostedContext,
} from './run-operation.ts';

export interface PostOptions {
  readonly engine: Engine;
  /** Those of the engine: their hooks of execution run here too. */
  readonly plugins: readonly ExecutionPlugin[];
  readonly callerOf: CallerOf;
  readonly masking: ErrorMaskingOptions;
  /** Answers in parts, and what else is to be negotiated. */
  readonly otherwise: Handler;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Answers plain posts; everything else goes on to `otherwise`. */
export function createPosts({ engine, plugins, callerOf, masking, otherwise }: PostOptions): Handler {
  const run = createRun(engine, plugins);
  return async (request, response) => {
    const type = request.method === 'POST' ? acceptedType(request.headers.accept) : null;
    if (type === null) return otherwise(request, response);
    const traceId = randomUUID();
    const headers = headersOf(request);
    const found = await callerOf(headers);
    if (!('caller' in found)) {
      request.resume();
      return send(response, traceId, 'application/json', {
        ...found,
        text: JSON.stringify(found.body),
      });
    }
    const body = await bodyOf(request);
    if (body === null) return undefined;
    let result: ExecutionResult | typeof inParts;
    try {
      const params = readParams(body);
      checkVariables(params.variables);
      const context: PostContext = {
        ...found,
        traceId,
        params,
        request: { method: 'POST', headers },
        req: request,
        res: response,
      };
      result = await run(context);
      if (result === inParts) {
        // Read already: Yoga takes what stands here in its place.
        Object.assign(request, { body: params });
        return otherwise(request, response);
      }
    } catch (error) {
      // Left meanwhile: that is why it failed, and nobody waits for the answer.
      if (response.destroyed) return undefined;
      result = refused(error);
    }
    return send(response, traceId, type, httpAnswer(maskResult(result, traceId, masking), type));
  };
}

/** What the plugins find in the context of an operation; behind Yoga's own HTTP it has the same. */
interface PostContext extends CallerContext, PostedContext {
  readonly traceId: string;
  readonly request: { readonly method: string; readonly headers: Pick<Headers, 'get'> };
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

function headersOf({ headers }: IncomingMessage): Pick<Headers, 'get'> {
  return {
    get: (name) => {
      const value = headers[name];
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

function send(response: ServerResponse, traceId: string, type: AnswerType, answer: HttpAnswer): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(answer.text),
    'x-trace-id': traceId,
  });
  response.end(answer.text);
}
