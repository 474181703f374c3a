import type { RequestScope } from '../directory/request-scope.ts';

/**
 * The scope of work that goes on when the caller has gone away: a change that was sent must be followed to its end, or
 * nobody knows what became of it. It has its own deadline in place of the request's signal.
 */
export function detachedScope(scope: RequestScope, transactionId: string, deadlineMs: number): RequestScope {
  const { lane, onExchange } = scope.context;
  return {
    ...scope,
    maxAgeMs: 0,
    context: {
      lane,
      transactionId,
      // The upstream layer measures deadlines by the clock of the process.
      deadline: Date.now() + deadlineMs,
      ...(onExchange === undefined ? {} : { onExchange }),
    },
  };
}
