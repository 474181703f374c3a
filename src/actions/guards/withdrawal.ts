import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { GuardReads } from '../guard-reads.ts';
import type { Attempt } from './guard.ts';
import type { Withdrawal, Withdrawn } from './power-change.ts';
import { sameId } from './same-id.ts';

/** What an attempt takes from whom; a change of a user or a group as a whole takes all of it. Null: nothing from any user. */
export function withdrawalOf({ power, subject, user }: Attempt): Withdrawal | null {
  if (power?.takes !== undefined) return power.takes;
  const externalId = user?.externalId ?? subject.externalId;
  if (subject.type === 'USER') return { from: { kind: 'USER', externalId }, what: { kind: 'SIGN_IN' } };
  if (subject.type === 'GROUP')
    return { from: { kind: 'MEMBERS', externalId }, what: { kind: 'THROUGH', groupId: externalId } };
  return null;
}

/** What is lost, as far as the directory shows it. */
export interface Loss {
  /** Assignments that are lost, of whatever role. */
  readonly assignments: readonly RoleAssignment[];
  /** Whether a user may not have this assignment any more afterwards; where it cannot be known: true. */
  takes(userId: string, assignment: RoleAssignment): boolean;
}

/** @throws {UpstreamError} when it cannot be read whole. */
export async function lossBy({ from, what }: Withdrawal, reads: GuardReads): Promise<Loss> {
  return from.kind === 'USER'
    ? await lossOfUser(from.externalId, what, reads)
    : await lossOfMembers(from.externalId, what, reads);
}

async function lossOfUser(loserId: string, what: Withdrawn, reads: GuardReads): Promise<Loss> {
  const held = whole(await reads.roleAssignments(loserId), 'role assignments of the user', reads);
  // Most users hold no role: then it does not matter what the group gives.
  const groups = what.kind === 'THROUGH' && held.length > 0 ? await groupAndAbove(what.groupId, reads) : [];
  const isLost = (assignment: RoleAssignment): boolean =>
    what.kind === 'SIGN_IN' ||
    (what.kind === 'ASSIGNMENT' && sameId(assignment.externalId, what.assignmentId)) ||
    groups.some((group) => mayComeFrom(assignment, group));
  return {
    assignments: held.filter(isLost),
    takes: (userId, assignment) => sameId(userId, loserId) && isLost(assignment),
  };
}

async function lossOfMembers(groupId: string, what: Withdrawn, reads: GuardReads): Promise<Loss> {
  const groups = what.kind === 'THROUGH' ? await groupAndAbove(what.groupId, reads) : [groupId];
  const given = (await Promise.all(groups.map((group) => givenBy(group, reads)))).flat();
  const assignments =
    what.kind === 'ASSIGNMENT'
      ? given.filter(({ externalId }) => sameId(externalId, what.assignmentId))
      : given;
  return {
    assignments,
    // Members may be shown to hold it under another id than the group's.
    takes: (_userId, assignment) =>
      groups.some((group) => mayComeFrom(assignment, group)) &&
      assignments.some((lost) => isSameGrant(lost, assignment)),
  };
}

function isSameGrant(a: RoleAssignment, b: RoleAssignment): boolean {
  return sameId(a.roleId, b.roleId) && sameId(a.scope.externalId, b.scope.externalId);
}

/** The group that gives an assignment; null: its holder's own. Undefined: the provider does not say. */
function sourceOf({ principal, inherited, inheritedFromGroupId }: RoleAssignment): string | null | undefined {
  if (inheritedFromGroupId !== null) return inheritedFromGroupId;
  if (principal.kind === 'GROUP') return principal.externalId;
  return inherited === false ? null : undefined;
}

function mayComeFrom(assignment: RoleAssignment, groupId: string): boolean {
  const source = sourceOf(assignment);
  return source === undefined || sameId(source, groupId);
}

/** A group and all that it is in, over any number of steps. @throws {UpstreamError} */
export async function groupAndAbove(groupId: string, reads: GuardReads): Promise<readonly string[]> {
  const met = new Set([groupId]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of met) {
    const parents = whole(await reads.groupParents(id), 'groups that a group is in', reads);
    for (const parent of parents) met.add(parent.groupId);
  }
  return [...met];
}

/** What a group itself gives. @throws {UpstreamError} */
export async function givenBy(groupId: string, reads: GuardReads): Promise<readonly RoleAssignment[]> {
  return whole(await reads.groupRoleAssignments(groupId), 'role assignments of a group', reads);
}

function whole<T>(list: Listing<T>, what: string, { directory }: GuardReads): readonly T[] {
  if (list.complete) return list.rows;
  throw partial(`${what} (${list.message ?? list.reason ?? 'part of a list'})`, directory.key);
}

export function partial(what: string, directory: string): UpstreamError {
  return new UpstreamError({
    code: 'BAD_RESPONSE',
    message: `expected the whole list, received a part: ${what}`,
    directory,
    route: 'guard',
  });
}
