import { can } from '../../access/caller.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Attempt, Guard, GuardRefusal } from '../guards/guard.ts';
import { mayBeTierZero } from '../guards/tier-zero.ts';
import { unreadable } from '../guards/unreadable.ts';
import { partial } from '../guards/withdrawal.ts';

/**
 * Whoever sets an administrator's password, or the address that recovers it, can become that administrator: for accounts that
 * hold a role of tier 0 the caller needs the right to give such roles as well. Whoever has it is not looked into.
 */
export const takeover: Guard = {
  name: 'takeover',
  stage: 'READING',
  check: takeoverRefusal,
};

/** What stands against it; for actions whose subject is not the account itself. */
export async function takeoverRefusal(
  attempt: Pick<Attempt, 'action' | 'caller' | 'subject' | 'user' | 'reads'>,
): Promise<GuardRefusal | null> {
  const { action, caller, subject } = attempt;
  // What the account may hold reaches over the whole directory: a right for its population alone does not cover that.
  const where = { directory: subject.directory, population: null };
  if (subject.type !== 'USER' || can(caller, 'role:assign', where)) return null;
  try {
    if (!(await mayTakeOver(attempt))) return null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return unreadable(error, "whether this account is an administrator's");
  }
  return {
    code: 'FORBIDDEN',
    message: `This account holds a role that takes over the directory, and ${action} would let somebody else become it. It passes for a caller who has role:assign as well; "${caller.name}" does not.`,
    retryable: false,
  };
}

/** @throws {UpstreamError} when the roles of the account cannot be read whole. */
async function mayTakeOver({ reads, subject }: Pick<Attempt, 'reads' | 'subject'>): Promise<boolean> {
  const { rows, complete, message } = await reads.roleAssignments(subject.externalId);
  if (!complete)
    throw partial(`role assignments of the user (${message ?? 'part of a list'})`, subject.directory);
  if (rows.length === 0) return false;
  return mayBeTierZero(rows, (await reads.roles()).rows).length > 0;
}
