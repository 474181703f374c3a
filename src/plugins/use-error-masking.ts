import { randomUUID } from 'node:crypto';
import { mapAsyncIterator } from '@graphql-tools/utils';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { type ErrorMaskingOptions, maskResult } from './mask-result.ts';

/** What the context holds: the id that joins an answer with its log lines. */
export interface TraceContext {
  readonly traceId?: string;
}

/**
 * Every error that leaves has a `code` and a `traceId` in its extensions; what was not meant for callers leaves as
 * "Unexpected error." and is logged with its stack. Needs Yoga's own masking off (`maskedErrors: false`), which would
 * send stacks under NODE_ENV=development.
 */
export function useErrorMasking(options: ErrorMaskingOptions): Plugin<TraceContext> {
  const traceIds = new WeakMap<Request, string>();

  function traceIdOf(request: Request): string {
    const known = traceIds.get(request);
    if (known !== undefined) return known;
    const traceId = randomUUID();
    traceIds.set(request, traceId);
    return traceId;
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
        payload.setResult(mapAsyncIterator(result, (each) => maskResult(each, traceId, options)));
      } else {
        payload.setResult(
          Array.isArray(result)
            ? result.map((each) => maskResult(each, traceId, options))
            : maskResult(result, traceId, options),
        );
      }
    },
    onResponse({ request, response }) {
      response.headers.set('x-trace-id', traceIdOf(request));
    },
  };
}
