import { randomUUID } from 'node:crypto';
import { mapAsyncIterator } from '@graphql-tools/utils';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { publicError, type PublicError } from './public-error.ts';

/** The part of a logger that this needs; pino has it. */
export interface ErrorLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ErrorMaskingOptions {
  readonly log: ErrorLog;
  /** Keep "Did you mean ...?" in messages. Right on loopback only. Default: no. */
  readonly suggestions?: boolean;
  /** Makes a known failure readable for callers; what it does not know stays masked. */
  readonly translate?: (cause: unknown) => PublicError | undefined;
  /** Errors answered when nothing was executed, such as one for every wrong variable. Default 5. */
  readonly requestErrors?: number;
}

/** What the context holds: the id that joins an answer with its log lines. */
export interface TraceContext {
  readonly traceId?: string;
}

/**
 * Every error that leaves has a `code` and a `traceId` in its extensions; what was not meant for callers leaves as
 * "Unexpected error." and is logged with its stack. Needs Yoga's own masking off (`maskedErrors: false`), which would
 * send stacks under NODE_ENV=development.
 */
export function useErrorMasking({
  log,
  suggestions = false,
  translate,
  requestErrors = 5,
}: ErrorMaskingOptions): Plugin<TraceContext> {
  const traceIds = new WeakMap<Request, string>();

  function traceIdOf(request: Request): string {
    const known = traceIds.get(request);
    if (known !== undefined) return known;
    const traceId = randomUUID();
    traceIds.set(request, traceId);
    return traceId;
  }

  function mask<Result extends MaskedResult>(result: Result, traceId: string): Result {
    const incremental = result.incremental?.map((part) => mask(part, traceId));
    const parts = incremental === undefined ? result : { ...result, incremental };
    if (result.errors === undefined) return parts;
    const answered = 'data' in result || 'items' in result;
    const shown = answered ? result.errors : result.errors.slice(0, requestErrors);
    const options = {
      traceId,
      suggestions,
      translate: translate ?? (() => undefined),
      onUnexpected: (cause: unknown, error: GraphQLError) => {
        const stack = cause instanceof Error ? cause.stack : String(cause);
        log.error({ traceId, path: error.path?.join('.'), stack }, 'Unexpected error');
      },
    };
    return { ...parts, errors: shown.map((error) => publicError(error, options, answered)) };
  }

  return {
    onParams({ request, context }) {
      // The context of the operation is made of this one, so resolvers and other plugins find it there.
      Object.assign(context, { traceId: traceIdOf(request) });
    },
    onResultProcess(payload) {
      const { result } = payload;
      const traceId = traceIdOf(payload.request);
      if (isAsyncIterable(result)) {
        payload.setResult(mapAsyncIterator(result, (each) => mask(each, traceId)));
      } else {
        payload.setResult(
          Array.isArray(result) ? result.map((each) => mask(each, traceId)) : mask(result, traceId),
        );
      }
    },
    onResponse({ request, response }) {
      response.headers.set('x-trace-id', traceIdOf(request));
    },
  };
}

interface MaskedResult extends Pick<ExecutionResult, 'errors'> {
  readonly incremental?: readonly MaskedResult[];
}
