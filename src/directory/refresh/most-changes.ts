import type { Sweep } from '../sweep/sweep.ts';

/** In a small directory a handful of changes is more than its share, and still cheaper than everything. */
const FEWEST = 25;
/** Each object costs about four calls; of a tenth of the directory that is about what a whole sweep costs with its long pages. */
const SHARE = 10;

/** Objects up to which it pays to read them again one by one. */
export function mostChanges({ users, groups, applications }: Sweep): number {
  return Math.max(FEWEST, (users.rows.length + groups.rows.length + applications.rows.length) / SHARE);
}
