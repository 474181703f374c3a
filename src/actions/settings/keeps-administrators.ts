import type { Role } from '../../model/role.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { administratorCandidates } from '../guards/administrator-candidates.ts';
import type { Attempt, Guard, GuardRefusal } from '../guards/guard.ts';
import { sameId } from '../guards/same-id.ts';
import { isTierZero, reachesDirectory } from '../guards/tier-zero.ts';
import { unreadable } from '../guards/unreadable.ts';
import { isUsable } from '../user-enabled.ts';

/**
 * A role of tier 0 is changed or deleted only while a user who can sign in holds another such role over the whole directory:
 * what is done to a role is done to all who hold it. Under the same lock as what takes roles from people.
 */
export const keepsAdministrators: Guard = {
  name: 'last-administrator',
  stage: 'READING',

  async lockName(attempt) {
    const lock = `administrators\n${attempt.subject.directory}`;
    try {
      const { rows } = await attempt.reads.roles();
      return mayTakeOver(attempt, rows) ? lock : null;
    } catch (error) {
      if (error instanceof UpstreamError) return lock;
      throw error;
    }
  },

  async check(attempt) {
    try {
      const { rows } = await attempt.reads.roles();
      return mayTakeOver(attempt, rows) ? await lookForOthers(attempt, rows) : null;
    } catch (error) {
      return unreadable(error, LEFT);
    }
  },
};

const LEFT = 'whether an administrator would be left';

/** A role that cannot be placed may be one. */
function mayTakeOver({ subject }: Attempt, roles: readonly Role[]): boolean {
  return isTierZero(subject.externalId, roles) !== false;
}

async function lookForOthers(attempt: Attempt, roles: readonly Role[]): Promise<GuardRefusal | null> {
  const { reads, subject } = attempt;
  const candidates = administratorCandidates(reads, roles);
  let doubt: unknown = null;
  for (;;) {
    const next = await candidates.next();
    if (next.done === true) {
      doubt ??= next.value;
      break;
    }
    try {
      if (await holdsAnother(next.value, attempt, roles)) return null;
    } catch (error) {
      doubt ??= error;
    }
  }
  if (doubt !== null) return unreadable(doubt, LEFT);
  return {
    code: 'LAST_ADMINISTRATOR',
    message: `Nobody but holders of this role administers "${subject.directory}". It passes when an active user holds another administrator's role over the whole directory.`,
    retryable: false,
  };
}

async function holdsAnother(
  userId: string,
  { reads, subject }: Attempt,
  roles: readonly Role[],
): Promise<boolean> {
  const user = await reads.user(userId);
  if (user === null || !isUsable(user)) return false;
  const { rows } = await reads.roleAssignments(userId);
  return rows.some(
    (row) =>
      !sameId(row.roleId, subject.externalId) &&
      isTierZero(row.roleId, roles) === true &&
      reachesDirectory(row, reads.directory.provider.externalId),
  );
}
