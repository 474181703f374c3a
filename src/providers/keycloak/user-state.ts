import type { User } from '../../model/user.ts';
import type { Members } from '../rows.ts';
import { flag, presence } from '../rows.ts';

type UserState = Pick<
  User,
  'status' | 'rawStatus' | 'enabled' | 'canAuthenticate' | 'passwordChangeRequired'
>;

/** What the brute-force detection says: locked, not locked, or nobody asked. */
export type Lock = boolean | null;

/** The words of `requiredActions`; null: the row is a brief one, which has none. */
export function requiredActions(user: Members): readonly string[] | null {
  const actions = user['requiredActions'];
  if (!Array.isArray(actions)) return null;
  const words: unknown[] = actions;
  return words.every((word) => typeof word === 'string') ? words : null;
}

/**
 * An account is switched off (`enabled`), locked for a time by the brute-force detection, or has something left to do at the next
 * sign-in (`requiredActions`). The lock is in no row: it costs a call of its own for each user, which lists do not make. ACTIVE in
 * a list therefore says that the account is switched on, not that it is free of a lock: `canAuthenticate` is null there, and
 * `rawStatus` says `lock=?`. A lock that does not end by itself switches the account off as well, and shows as SUSPENDED.
 */
export function userState(user: Members, lock: Lock): UserState {
  const enabled = flag(user, 'enabled');
  const actions = requiredActions(user);
  const verifying = actions?.includes('VERIFY_EMAIL') ?? null;
  const said = lock === null ? '?' : lock ? 'yes' : 'no';
  const status = statusOf(enabled, lock, verifying);
  return {
    status,
    rawStatus: `enabled=${enabled ?? '?'} lock=${said} actions=${actions?.join(',') ?? '?'}`,
    enabled,
    canAuthenticate: canAuthenticate(status, lock),
    passwordChangeRequired: actions?.includes('UPDATE_PASSWORD') ?? null,
  };
}

function statusOf(enabled: boolean | null, lock: Lock, verifying: boolean | null): User['status'] {
  if (enabled === null) return 'UNKNOWN';
  if (!enabled) return 'SUSPENDED';
  if (lock === true) return 'LOCKED';
  // A brief row does not say whether the address is yet to be verified.
  if (verifying === null) return 'UNKNOWN';
  return verifying ? 'PENDING' : 'ACTIVE';
}

function canAuthenticate(status: User['status'], lock: Lock): boolean | null {
  if (status === 'SUSPENDED' || status === 'LOCKED') return false;
  return status === 'ACTIVE' && lock === false ? true : null;
}

/** The answer of `attack-detection/brute-force/users/{userId}`; undefined: it does not say. */
export function readLock(status: Members): boolean | undefined {
  return presence(status, 'disabled') === 'ABSENT' ? undefined : (flag(status, 'disabled') ?? undefined);
}
