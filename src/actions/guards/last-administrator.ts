import { messageOf } from '../../directory/fact-of.ts';
import type { Listing } from '../../model/coverage.ts';
import type { Role, RoleAssignment } from '../../model/role.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { isUsable } from '../user-enabled.ts';
import { administratorCandidates } from './administrator-candidates.ts';
import type { Attempt, Guard, GuardRefusal } from './guard.ts';
import { isTierZero, mayBeTierZero, reachesDirectory } from './tier-zero.ts';

/**
 * Refuses to shut out the last usable administrator (a holder of a role of tier 0) of a directory. For others it costs the
 * read of their role assignments. For an administrator another one is looked for, and believed only when a fresh read shows
 * an active user who holds such a role over the whole directory. Two administrators who suspend each other at once do so
 * under one lock: the second finds the first gone.
 */
export const lastAdministrator: Guard = {
  name: 'last-administrator',

  async lockName(attempt) {
    try {
      return (await rolesAtStake(attempt)).length === 0 ? null : administratorLock(attempt.subject.directory);
    } catch (error) {
      if (error instanceof UpstreamError) return administratorLock(attempt.subject.directory);
      throw error;
    }
  },

  async check(attempt) {
    if (attempt.subject.type !== 'USER') return null;
    try {
      const atStake = await rolesAtStake(attempt);
      return atStake.length === 0 ? null : await lookForAnother(attempt, atStake);
    } catch (error) {
      return unreadable(error);
    }
  },
};

/** Whoever takes an administrator's power away, by whatever action, does it under this lock. */
function administratorLock(directory: string): string {
  return `administrators\n${directory}`;
}

/** Assignments of the subject that are, or may be, of tier 0. @throws {UpstreamError} when they cannot be read whole. */
async function rolesAtStake({ reads, subject }: Attempt): Promise<readonly RoleAssignment[]> {
  const assignments = whole(
    await reads.roleAssignments(subject.externalId),
    'role assignments of the user',
    subject.directory,
  );
  if (assignments.length === 0) return [];
  // Roles that the list lacks count as of tier 0 for the subject, and not for others: either way on the safe side.
  const { rows: roles } = await reads.roles();
  return mayBeTierZero(assignments, roles);
}

async function lookForAnother(
  attempt: Attempt,
  atStake: readonly RoleAssignment[],
): Promise<GuardRefusal | null> {
  const { reads, subject } = attempt;
  const { rows: roles } = await reads.roles();
  const reach = reachNeeded(atStake, reads.directory.provider.externalId);
  const looked = new Set([subject.externalId]);
  let doubt: unknown = null;

  const candidates = administratorCandidates(reads, roles);
  for (;;) {
    const next = await candidates.next();
    if (next.done === true) {
      doubt ??= next.value;
      break;
    }
    if (looked.has(next.value)) continue;
    looked.add(next.value);
    try {
      if (await isUsableAdministrator(next.value, attempt, roles, reach)) return null;
    } catch (error) {
      doubt ??= error;
    }
  }
  if (doubt !== null) return unreadable(doubt);
  return {
    code: 'LAST_ADMINISTRATOR',
    message: `This is the last administrator of "${subject.directory}" who can sign in. It passes when another active user holds an administrator's role over the whole directory.`,
    retryable: false,
  };
}

async function isUsableAdministrator(
  userId: string,
  { reads }: Attempt,
  roles: readonly Role[],
  reach: (assignment: RoleAssignment) => boolean,
): Promise<boolean> {
  const user = await reads.user(userId);
  if (user === null || !isUsable(user)) return false;
  const { rows, complete, message } = await reads.roleAssignments(userId);
  if (rows.some((row) => isTierZero(row.roleId, roles) === true && reach(row))) return true;
  if (!complete)
    throw partial(`role assignments of another user (${message ?? 'part of a list'})`, reads.directory.key);
  return false;
}

/** Who could stand in: for an administrator of the whole directory only another such one. */
function reachNeeded(
  atStake: readonly RoleAssignment[],
  directoryId: string,
): (assignment: RoleAssignment) => boolean {
  const everywhere = (assignment: RoleAssignment): boolean => reachesDirectory(assignment, directoryId);
  if (atStake.some(everywhere)) return everywhere;
  return (assignment) =>
    everywhere(assignment) ||
    atStake.some(
      ({ scope }) =>
        scope.rawType === assignment.scope.rawType && scope.externalId === assignment.scope.externalId,
    );
}

function whole<T>(list: Listing<T>, what: string, directory: string): readonly T[] {
  if (list.complete) return list.rows;
  throw partial(`${what} (${list.message ?? list.reason ?? 'part of a list'})`, directory);
}

function partial(what: string, directory: string): UpstreamError {
  return new UpstreamError({
    code: 'BAD_RESPONSE',
    message: `expected the whole list, received a part: ${what}`,
    directory,
    route: 'last-administrator',
  });
}

function unreadable(reason: unknown): GuardRefusal {
  if (typeof reason !== 'string' && !(reason instanceof UpstreamError)) throw reason;
  return {
    code: 'GUARD_UNKNOWN',
    message: `It is not known whether an administrator would be left: ${messageOf(reason)}. It passes when that can be read.`,
    retryable: reason instanceof UpstreamError && reason.retryable,
  };
}
