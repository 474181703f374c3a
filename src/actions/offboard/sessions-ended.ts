import type { User } from '../../model/user.ts';
import type { Ledger, LedgerEntry } from '../ledger.ts';
import type { ActionName } from '../../model/action.ts';

/**
 * Whether the ledger proves that a suspended user has no session left, where the directory shows none: all were ended after sign-in
 * was blocked, and the account has been in that state ever since. Otherwise each repeat would have to end them again.
 */
export async function sessionsEnded(ledger: Ledger, user: User): Promise<boolean> {
  const { directory, externalId, stateChangedAt } = user;
  const newest = async (action: ActionName): Promise<LedgerEntry | null> => {
    const filter = { subject: { directory, externalId }, action, outcome: 'SUCCEEDED' } as const;
    return (await ledger.list(filter, { first: 1, after: null })).rows[0]?.entry ?? null;
  };
  const [blocked, ended, allowed] = await Promise.all([
    newest('SUSPEND_USER'),
    newest('REVOKE_USER_SESSIONS'),
    newest('UNSUSPEND_USER'),
  ]);
  const [blockedAt, endedAt] = [blocked?.settledAt ?? null, ended?.settledAt ?? null];
  if (blocked === null || ended === null || blockedAt === null || endedAt === null) return false;
  if (ended.recordedAt < blockedAt) return false;
  if (allowed !== null && allowed.recordedAt >= blocked.recordedAt) return false;
  // A directory without that date may have let somebody in again meanwhile, behind the ledger's back.
  return stateChangedAt !== null && stateChangedAt <= endedAt;
}
