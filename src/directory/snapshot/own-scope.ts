import { randomUUID } from 'node:crypto';
import type { Lane } from '../../upstream/call.ts';
import { CostMeter } from '../cost-meter.ts';
import type { RequestScope } from '../request-scope.ts';

/** A request for shared work: it counts as the caller's who happened to ask first, and ends with the signal instead of with them. */
export function ownScope({ asOf, meter }: RequestScope, lane: Lane, signal: AbortSignal): RequestScope {
  return {
    asOf,
    maxAgeMs: null,
    meter: new CostMeter(),
    context: { lane, signal, transactionId: randomUUID(), onExchange: meter.onExchange },
  };
}

/** The same request at a directory of which its caller knows nothing: neither counted as theirs, nor as fresh as they would have it. */
export function unknownTo({ asOf, context }: RequestScope): RequestScope {
  const meter = new CostMeter();
  return { asOf, maxAgeMs: null, meter, context: { ...context, onExchange: meter.onExchange } };
}

/** A request that nobody made, in the slowest lane. @param now milliseconds since the epoch. */
export function unaskedScope(now: number): RequestScope {
  return {
    asOf: new Date(now),
    maxAgeMs: null,
    meter: new CostMeter(),
    context: { lane: 'bulk', transactionId: randomUUID() },
  };
}
