import type { User } from '../../model/user.ts';
import type { Directory } from '../directory.ts';
import { coverageWithNewcomer } from '../refresh/refreshed-coverage.ts';
import type { Sweep } from '../sweep/sweep.ts';

/**
 * A snapshot with the rows of some users as they were just read, in the place of those that it has. Others come in behind them, as users
 * of whom nothing but the row is known, unless they are gone, which no list of users has, or `mayAdd` says no.
 */
export function withUsers(
  directory: Pick<Directory, 'key'>,
  sweep: Sweep,
  changed: ReadonlyMap<string, User>,
  mayAdd: (id: string) => boolean = () => true,
  onAdded: (id: string) => void = () => undefined,
): Sweep {
  if (changed.size === 0) return sweep;
  const left = new Map(changed);
  const rows = sweep.users.rows.map((row) => {
    const now = changed.get(row.externalId);
    if (now !== undefined) left.delete(row.externalId);
    return now ?? row;
  });
  const added = [...left.values()].filter(
    ({ externalId, status }) => status !== 'DEPROVISIONED' && mayAdd(externalId),
  );
  if (left.size === changed.size && added.length === 0) return sweep;
  let next: Sweep = { ...sweep, users: { ...sweep.users, rows: [...rows, ...added] } };
  for (const user of added) {
    next = { ...next, ...coverageWithNewcomer(directory, next, user) };
    onAdded(user.externalId);
  }
  return next;
}
