import { type BulkOperation, hasEnded } from '../actions/bulk/bulk-operation.ts';
import type { BulkListener } from '../actions/bulk/bulk-watch.ts';
import { newestOnly } from './backlog.ts';
import { LiveFeed, type LiveFeedOptions } from './live-feed.ts';

export interface ChangesOptions extends Omit<LiveFeedOptions<BulkOperation>, 'watch' | 'backlog'> {
  /** Begins to listen; answers how to hear no more. */
  readonly watch: (listener: BulkListener) => () => void;
}

/**
 * An operation as it is now and whenever it has come further, to its end. Whoever is slower than the operation gets its newest
 * state only.
 */
export class BulkChanges extends LiveFeed<BulkOperation> {
  constructor({ watch, ...options }: ChangesOptions) {
    let told = '';
    super({
      ...options,
      backlog: newestOnly(),
      watch: ({ tell, end, fail }) =>
        watch({
          heard: (operation) => {
            if (operation === null) return end();
            const progress = progressOf(operation);
            if (progress !== told) tell(operation);
            told = progress;
            if (hasEnded(operation)) end();
          },
          failed: fail,
        }),
    });
  }
}

function progressOf({ state, counts, passesAt }: BulkOperation): string {
  return JSON.stringify([state, counts, passesAt]);
}
