import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import { amended } from '../compact/amended-map.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import type { RequestScope } from '../request-scope.ts';
import { coverageWith, inOrder } from './sweep-coverage.ts';
import { Gaps } from './sweep-reads.ts';
import { roleReader } from './sweep-roles.ts';
import { whyUnread } from './sweep-unread.ts';
import type { Sweep } from './sweep.ts';
import { inTurns } from '../../upstream/turns.ts';

/** Users whose assignments are put into the sweep together: each time costs a copy of what is held of all. */
const perAmendment = 2_000;
/** Fewer than a sweep has: nobody waits for these. */
const atOnce = 32;

type Read = ReadonlyMap<string, { readonly user: User; readonly list: Listing<RoleAssignment> }>;

/**
 * Reads the role assignments that a sweep over many users left out, one call for each user, and puts them into the newest sweep bit by
 * bit. What another has put there meanwhile stays; a read that fails is a gap.
 * @param scope of the bulk lane; its signal ends the walk, and what was read until then stays.
 * @param amend changes the newest sweep: `Sweeper.amend`.
 * It ends without an error when the signal does that.
 */
export async function walkRemainingRoles(
  directory: Directory,
  sweep: Sweep,
  scope: RequestScope,
  amend: (change: (sweep: Sweep) => Sweep) => void,
): Promise<void> {
  if (!hasAdministrators(directory)) return;
  const left: User[] = [];
  await inTurns(sweep.users.rows, (user) => {
    if (!sweep.userRoleAssignments.has(user.externalId)) left.push(user);
  });
  const read = roleReader(directory, scope);
  for (let at = 0; at < left.length; at += perAmendment) {
    const lists = new Map<string, { user: User; list: Listing<RoleAssignment> }>();
    await forEachBounded(left.slice(at, at + perAmendment), atOnce, async (user) => {
      const list = await read(user.externalId);
      // An ended walk says nothing of those whom it did not get to.
      if (list.reason !== 'CANCELLED') lists.set(user.externalId, { user, list });
    });
    if (lists.size > 0) amend((newest) => withRemainingRoles(directory.key, newest, lists));
    if (scope.context.signal?.aborted === true) return;
  }
}

function withRemainingRoles(directory: string, sweep: Sweep, read: Read): Sweep {
  const added = new Map<string, Listing<RoleAssignment>>();
  const gaps = new Gaps();
  let resolved = 0;
  for (const [id, { user, list }] of read) {
    // What is there was read back after a change, or by a later sweep.
    if (sweep.userRoleAssignments.has(id)) continue;
    added.set(id, list);
    const why = whyUnread(user, list);
    if (why !== null) gaps.add('ROLE_ASSIGNMENTS', list);
    else if (whyUnread(user, sweep.devices.get(id)) === null) resolved += 1;
  }
  if (added.size === 0) return sweep;
  for (const gap of sweep.gaps) {
    const isLeft = gap.what === 'ROLE_ASSIGNMENTS' && gap.reason === 'NOT_REQUESTED';
    const count = isLeft ? (gap.count ?? added.size + 1) - added.size : (gap.count ?? 1);
    if (count > 0) gaps.note(gap.what, gap.reason, gap.message ?? undefined, count);
  }
  const unknown = sweep.coverage.unknown;
  const changed = {
    ...sweep,
    userRoleAssignments: amended(sweep.userRoleAssignments, added),
    gaps: inOrder(gaps.list),
  };
  const stillUnknown = unknown === null ? null : Math.max(0, unknown - resolved);
  return { ...changed, coverage: coverageWith(directory, changed, stillUnknown) };
}
