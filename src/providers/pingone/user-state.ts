import type { UserStatus } from '../../model/user.ts';
import type { Members } from '../rows.ts';
import { flag, object, text } from '../rows.ts';

interface UserState {
  readonly status: UserStatus;
  readonly rawStatus: string;
}

/**
 * PingOne keeps three switches that do not know of each other: `enabled` (an administrator's), `account.status` (a lock) and
 * `lifecycle.status` (the verification of a new account). A disabled account stays disabled whatever the others say, hence
 * `enabled: false` wins. Without `enabled`, nothing is certain, and without `lifecycle` whether a verification is under way. `account`
 * may be left out of a record: then there is no lock.
 */
export function userState(user: Members): UserState {
  const enabled = flag(user, 'enabled');
  const account = word(user, 'account');
  const lifecycle = word(user, 'lifecycle');
  return {
    status: statusOf(enabled, account, lifecycle),
    rawStatus: `enabled=${enabled ?? '?'} account=${account ?? '?'} lifecycle=${lifecycle ?? '?'}`,
  };
}

function statusOf(enabled: boolean | null, account: string | null, lifecycle: string | null): UserStatus {
  if (enabled === null) return 'UNKNOWN';
  if (!enabled) return 'SUSPENDED';
  if (account === 'LOCKED') return 'LOCKED';
  if (account !== null && account !== 'OK') return 'UNKNOWN';
  if (lifecycle === 'VERIFICATION_REQUIRED') return 'PENDING';
  return lifecycle === 'ACCOUNT_OK' ? 'ACTIVE' : 'UNKNOWN';
}

/** `{ account: { status } }`; a member of another shape is a state that is not known, not an absent one. */
function word(user: Members, name: string): string | null {
  const value = user[name] ?? null;
  if (value === null) return null;
  const part = object(user, name);
  if (part === null) return 'INVALID';
  return (part['status'] ?? null) === null ? null : (text(part, 'status') ?? 'INVALID');
}
