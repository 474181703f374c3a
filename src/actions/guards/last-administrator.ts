import type { Role, RoleAssignment } from '../../model/role.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { isUsable } from '../user-enabled.ts';
import { administratorCandidates } from './administrator-candidates.ts';
import type { GuardReads } from '../guard-reads.ts';
import type { Attempt, Guard, GuardRefusal } from './guard.ts';
import type { Withdrawal } from './power-change.ts';
import { sameId } from './same-id.ts';
import { isTierZero, mayBeTierZero, reachesDirectory } from './tier-zero.ts';
import { unreadable } from './unreadable.ts';
import { type Loss, lossBy, partial, withdrawalOf } from './withdrawal.ts';

/**
 * Refuses to take from a directory its last usable administrator (a holder of a role of tier 0), whichever way: by shutting
 * out the account, by taking the role, or the group that gives it. Put it among the guards of whatever does so; what is taken
 * from whom says `Action.power`, and where it does not, a user loses its sign-in, and a group's members what they have through
 * it. When no role of tier 0 is at stake it costs the reads that show so. Otherwise somebody who stays an administrator is
 * looked for, and believed only when a fresh read shows an active user who holds such a role over the whole directory and
 * keeps it. All such changes of a directory are made under one lock: of two administrators who remove each other at once, the
 * second finds the first gone.
 */
export const lastAdministrator: Guard = {
  name: 'last-administrator',
  stage: 'READING',

  async lockName(attempt) {
    const lock = `administrators\n${attempt.subject.directory}`;
    try {
      return (await stakeOf(attempt)) === null ? null : lock;
    } catch (error) {
      if (error instanceof UpstreamError) return lock;
      throw error;
    }
  },

  async check(attempt) {
    try {
      const stake = await stakeOf(attempt);
      return stake === null ? null : await lookForAnother(attempt, stake);
    } catch (error) {
      return unreadable(error, LEFT);
    }
  },
};

const LEFT = 'whether an administrator would be left';

/** What would be lost of an administrator's power. */
interface Stake {
  readonly withdrawal: Withdrawal;
  readonly loss: Loss;
  /** Assignments that are, or may be, of tier 0. */
  readonly atStake: readonly RoleAssignment[];
  readonly roles: readonly Role[];
}

/** Null: nobody's. @throws {UpstreamError} when that cannot be read whole. */
async function stakeOf(attempt: Attempt): Promise<Stake | null> {
  const withdrawal = withdrawalOf(attempt);
  if (withdrawal === null) return null;
  const { reads } = attempt;
  const loss = await lossBy(withdrawal, reads);
  if (loss.assignments.length === 0) return null;
  // Roles that the list lacks count as of tier 0 for who loses them, and not for others: either way on the safe side.
  const { rows: roles } = await reads.roles();
  const atStake = mayBeTierZero(loss.assignments, roles);
  return atStake.length === 0 ? null : { withdrawal, loss, atStake, roles };
}

async function lookForAnother(attempt: Attempt, stake: Stake): Promise<GuardRefusal | null> {
  const { reads, subject } = attempt;
  const { from, what } = stake.withdrawal;
  const reach = reachNeeded(stake.atStake, reads.directory.provider.externalId);
  const looked = new Set<string>();
  let doubt: unknown = null;

  const candidates = candidatesFor(attempt, stake);
  for (;;) {
    const next = await candidates.next();
    if (next.done === true) {
      doubt ??= next.value;
      break;
    }
    if (looked.has(next.value) || (what.kind === 'SIGN_IN' && sameId(next.value, from.externalId))) continue;
    looked.add(next.value);
    try {
      if (await staysAdministrator(next.value, attempt, stake, reach)) return null;
    } catch (error) {
      doubt ??= error;
    }
  }
  if (doubt !== null) return unreadable(doubt, LEFT);
  if (from.kind === 'MEMBERS' && (await reads.groupTotalMembers(from.externalId)) === 0) return null;
  return {
    code: 'LAST_ADMINISTRATOR',
    message:
      what.kind === 'SIGN_IN'
        ? `This is the last administrator of "${subject.directory}" who can sign in. It passes when another active user holds an administrator's role over the whole directory.`
        : `No administrator of "${subject.directory}" who can sign in would be left. It passes when an active user who is not affected holds an administrator's role over the whole directory.`,
    retryable: false,
  };
}

/** Who loses one of several roles may be an administrator still. */
async function* candidatesFor(
  { reads }: Attempt,
  { withdrawal, roles }: Stake,
): AsyncGenerator<string, string | null> {
  if (withdrawal.from.kind === 'USER') yield withdrawal.from.externalId;
  return yield* administratorCandidates(reads, roles);
}

async function staysAdministrator(
  userId: string,
  { reads }: Attempt,
  { loss, withdrawal: { from }, roles }: Stake,
  reach: (assignment: RoleAssignment) => boolean,
): Promise<boolean> {
  const user = await reads.user(userId);
  if (user === null || !isUsable(user)) return false;
  const { rows, complete, message } = await reads.roleAssignments(userId);
  const powers = rows.filter((row) => isTierZero(row.roleId, roles) === true && reach(row));
  if (powers.some((row) => !loss.takes(userId, row))) return true;
  if (!complete)
    throw partial(`role assignments of another user (${message ?? 'part of a list'})`, reads.directory.key);
  // Who has it through the same group, and is not in the one that is taken out of it, keeps it.
  return powers.length > 0 && from.kind === 'MEMBERS' && (await isOutside(userId, from.externalId, reads));
}
/** Only a whole list shows that somebody is not in a group. */
async function isOutside(userId: string, groupId: string, reads: GuardReads): Promise<boolean> {
  const { rows, complete, message } = await reads.groups(userId);
  if (rows.some((membership) => sameId(membership.groupId, groupId))) return false;
  if (complete) return true;
  throw partial(`groups of another user (${message ?? 'part of a list'})`, reads.directory.key);
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
        scope.rawType === assignment.scope.rawType && sameId(scope.externalId, assignment.scope.externalId),
    );
}
