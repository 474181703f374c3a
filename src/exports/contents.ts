import { createHash } from 'node:crypto';
import type { Directory } from '../directory/directory.ts';
import { onceFor } from '../model/once-for.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { SweepFindings } from '../findings/evaluate-sweep.ts';
import type { User } from '../model/user.ts';

/** What an export of this process saw last of a directory at a moment. */
interface Seen {
  readonly stamp: string;
  readonly parts: string;
  readonly revision: number;
}

const seen = new WeakMap<Directory, Map<string, Seen>>();
const numbers = new WeakMap<object, number>();
let latest = 0;

/**
 * A text that is another whenever rows of an export may be others. The moment of a snapshot is not enough: what is changed here, and
 * roles that are read behind it, come into it and leave its moment. In this process every part that was exchanged is noticed; another
 * process knows a snapshot that was saved by its moment and its sums.
 */
export function contentsOf(
  directory: Directory,
  name: string,
  sweep: Sweep,
  findings: SweepFindings | null,
): string {
  const stamp = stampOf(sweep);
  const parts = partsOf(sweep, findings);
  const known = seen.get(directory) ?? new Map<string, Seen>();
  seen.set(directory, known);
  const last = known.get(name);
  const isAsLast = last?.stamp === stamp && last.parts === parts;
  const revision = isAsLast ? last.revision : last?.stamp === stamp ? last.revision + 1 : 0;
  known.set(name, { stamp, parts, revision });
  return `${stamp}.${revision}`;
}

/** A digest: cursors are read by callers who may not know how much a directory holds. */
function stampOf({ takenAt, users, groups, userGroups, userRoleAssignments, gaps }: Sweep): string {
  const sums = [
    takenAt.getTime(),
    users.rows.length,
    readAt(users.rows),
    groups.rows.length,
    userGroups.size,
    userRoleAssignments.size,
    gaps.length,
  ];
  return createHash('sha256').update(sums.join('.')).digest('base64url').slice(0, 22);
}

/** When users were read, all together: one that was read again stands in a new list. */
const readAt = onceFor((users: readonly User[]): number => {
  let sum = 0;
  for (const { observedAt } of users) sum = (sum + observedAt.getTime()) % Number.MAX_SAFE_INTEGER;
  return sum;
});

/** Which objects a snapshot and its findings are made of: what is put into them makes new ones. */
function partsOf(sweep: Sweep, findings: SweepFindings | null): string {
  const parts: readonly object[] = [
    sweep.users.rows,
    sweep.groups.rows,
    sweep.applications.rows,
    sweep.devices,
    sweep.userRoleAssignments,
    sweep.userGroups,
    sweep.groupMemberCounts,
    sweep.groupParents,
    sweep.groupRoleAssignments,
    sweep.applicationRoleAssignments,
    sweep.applicationGrants,
    sweep.applicationPolicies,
    ...(findings === null ? [] : [findings.findings]),
  ];
  return parts.map(numberOf).join(' ');
}

function numberOf(part: object): number {
  const known = numbers.get(part);
  if (known !== undefined) return known;
  latest += 1;
  numbers.set(part, latest);
  return latest;
}
