import { CostMeter } from '../../src/directory/cost-meter.ts';
import type { RequestScope } from '../../src/directory/request-scope.ts';

/** What a request brings along, for tests of what is below GraphQL. */
export function requestScope(
  more: { readonly maxAgeMs?: number; readonly signal?: AbortSignal } = {},
): RequestScope {
  const meter = new CostMeter();
  return {
    asOf: new Date('2026-01-01T00:00:00.000Z'),
    meter,
    maxAgeMs: more.maxAgeMs ?? null,
    context: {
      lane: 'interactive',
      transactionId: 'test',
      onExchange: meter.onExchange,
      ...(more.signal && { signal: more.signal }),
    },
  };
}
