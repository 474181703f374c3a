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
  /** How far behind a provider's own report may be, in milliseconds; left out: as far as it is, which its `observedAt` says. */
  readonly maxLagMs?: number;
  /** Whether the caller knows of a directory that is read besides; left out: of all. To others it is as if they were not configured. */
  readonly knows?: (directory: string) => boolean;
  /** Who changes something is told of what holds after the change: no snapshot knows that, however young it is. */
  readonly changes?: true;
}
