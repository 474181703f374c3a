import type { CallContext } from '../upstream/call.ts';
import type { CostMeter } from './cost-meter.ts';

/** What every read on behalf of one GraphQL request shares. */
export interface RequestScope {
  /** The one clock of the request: ages are measured from it. */
  readonly asOf: Date;
  readonly context: CallContext;
  readonly meter: CostMeter;
  /** Oldest cached value that the caller accepts, in milliseconds; null: the cache's own rule. */
  readonly maxAgeMs: number | null;
}
