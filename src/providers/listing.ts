import type { Listing } from '../model/coverage.ts';

/** A list that was read to its end. */
export function wholeListing<T>(rows: readonly T[], observedAt: Date): Listing<T> {
  return { rows, complete: true, reason: null, message: null, observedAt };
}
