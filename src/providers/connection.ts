import type { Exchange } from '../upstream/call.ts';
import type { Clock } from '../upstream/clock.ts';

/** What connecting to any provider may be given besides its settings. */
export interface ConnectionOptions {
  /** Told of every exchange, for counters of the process. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** For tests. */
  readonly clock?: Clock;
}

/** How fast a directory may be asked. */
export interface PaceSettings {
  /** Calls a second to start from; left out: found out from its refusals. */
  readonly requestsPerSecond?: number;
  /** Calls under way at once; left out: what is usual for the provider. */
  readonly concurrency?: number;
}

/** The clock, where one was given: what is left out has to stay out. */
export function clockOf({ clock }: ConnectionOptions): Pick<ConnectionOptions, 'clock'> {
  return clock === undefined ? {} : { clock };
}

/** The pace, without whatever else the settings hold. */
export function paceOf({ requestsPerSecond, concurrency }: PaceSettings): PaceSettings {
  return {
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}
