import type { PasswordState } from '../../../model/account.ts';
import type { User } from '../../../model/user.ts';
import type { Entry } from '../values/entry.ts';
import { generalizedTime } from '../values/generalized-time.ts';

/** Locked for good, by an administrator (draft-behera-ldap-password-policy, section 5.3.3). */
export const SUSPENDED_SINCE = '000001010000Z';

/** OPEN: no lock. SUSPENDED: by an administrator. LOCKED: after wrong passwords. UNREADABLE: something else stands there. */
type Lock =
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'SUSPENDED' }
  | { readonly kind: 'LOCKED'; readonly at: Date }
  | { readonly kind: 'UNREADABLE' };

export const LOCK_ATTRIBUTE = 'pwdAccountLockedTime';

export function lockOf(entry: Entry): Lock {
  const text = entry.text(LOCK_ATTRIBUTE);
  if (text === null) return { kind: 'OPEN' };
  const at = generalizedTime(text);
  // The year is what says so; the rest may be written with seconds, too.
  if (text === SUSPENDED_SINCE || at?.getUTCFullYear() === 0) return { kind: 'SUSPENDED' };
  return at === null ? { kind: 'UNREADABLE' } : { kind: 'LOCKED', at };
}

type UserState = Pick<User, 'status' | 'rawStatus' | 'enabled' | 'passwordChangeRequired' | 'stateChangedAt'>;

/**
 * The state of an account, as the overlay for password policies keeps it.
 * @param hasPolicy whether the server has that overlay: without it nothing is known of who may sign in.
 */
export function userState(entry: Entry, hasPolicy: boolean): UserState {
  const lock = lockOf(entry);
  const reset = entry.flag('pwdReset');
  const said = `${LOCK_ATTRIBUTE}=${entry.text(LOCK_ATTRIBUTE) ?? 'none'} pwdReset=${entry.text('pwdReset') ?? 'none'}`;
  const rawStatus = hasPolicy ? said : 'no password policy overlay';
  const nothing = { rawStatus, stateChangedAt: null } as const;
  if (!hasPolicy || lock.kind === 'UNREADABLE')
    return { ...nothing, status: 'UNKNOWN', enabled: null, passwordChangeRequired: hasPolicy ? reset : null };
  const passwordChangeRequired = reset ?? false;
  if (lock.kind === 'SUSPENDED')
    return { ...nothing, status: 'SUSPENDED', enabled: false, passwordChangeRequired };
  if (lock.kind === 'LOCKED')
    return { ...nothing, status: 'LOCKED', enabled: true, passwordChangeRequired, stateChangedAt: lock.at };
  return { ...nothing, status: 'ACTIVE', enabled: true, passwordChangeRequired };
}

export const PASSWORD_ATTRIBUTES = [
  LOCK_ATTRIBUTE,
  'pwdReset',
  'pwdChangedTime',
  'pwdPolicySubentry',
] as const;

/** The state of an account's password. An entry that the overlay never saw a password set in may have none. */
export function passwordState(entry: Entry, hasPolicy: boolean): PasswordState {
  const lastChangedAt = generalizedTime(entry.text('pwdChangedTime'));
  return {
    status: statusOfPassword(entry, hasPolicy, lastChangedAt),
    rawStatus: `${LOCK_ATTRIBUTE}=${entry.text(LOCK_ATTRIBUTE) ?? 'none'} pwdReset=${entry.text('pwdReset') ?? 'none'}`,
    lastChangedAt,
    passwordPolicyId: entry.text('pwdPolicySubentry'),
  };
}

function statusOfPassword(
  entry: Entry,
  hasPolicy: boolean,
  lastChangedAt: Date | null,
): PasswordState['status'] {
  const lock = lockOf(entry);
  if (!hasPolicy || lock.kind === 'UNREADABLE') return 'UNKNOWN';
  if (lock.kind === 'LOCKED') return 'LOCKED_OUT';
  if (entry.flag('pwdReset') === true) return 'MUST_CHANGE';
  return lastChangedAt === null ? 'UNKNOWN' : 'OK';
}
