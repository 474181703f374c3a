import type { PasswordState } from '../../../model/account.ts';
import type { User, UserStatus } from '../../../model/user.ts';
import type { Entry } from '../values/entry.ts';
import { filetime, momentOf } from '../values/filetime.ts';
import { generalizedTime } from '../values/generalized-time.ts';
import {
  DISABLED,
  hasBit,
  isLockedOut,
  isPasswordExpired,
  PASSWORD_NEVER_EXPIRES,
} from './account-control.ts';

type UserState = Pick<User, 'status' | 'rawStatus' | 'enabled' | 'passwordChangeRequired' | 'stateChangedAt'>;

/**
 * The state of an account. Active Directory keeps four things that do not know of each other: the switch (a bit of
 * `userAccountControl`), the day on which the account ends, the lock after wrong passwords, and the password's own age. An account
 * past its day is suspended although it is switched on.
 */
export function userState(entry: Entry, now: Date): UserState {
  const control = entry.whole('userAccountControl');
  const enabled = control === null ? null : !hasBit(control, DISABLED);
  const deleted = isDeleted(entry);
  const expiry = filetime(entry.text('accountExpires'));
  const expired = expiry.kind === 'AT' && expiry.at.getTime() <= now.getTime();
  const locked = isLocked(entry);
  const status = statusOf({ deleted, enabled, expired, locked, unreadable: expiry.kind === 'INVALID' });
  return {
    status,
    rawStatus: rawStatus(entry),
    enabled: deleted ? false : enabled,
    passwordChangeRequired: control === null || deleted ? null : mustChange(entry, control),
    stateChangedAt: changedAt(status, entry, enabled === false),
  };
}

interface Signs {
  readonly deleted: boolean;
  readonly enabled: boolean | null;
  readonly expired: boolean;
  readonly locked: boolean | null;
  readonly unreadable: boolean;
}

function statusOf({ deleted, enabled, expired, locked, unreadable }: Signs): UserStatus {
  if (deleted) return 'DEPROVISIONED';
  if (enabled === null) return 'UNKNOWN';
  if (!enabled || expired) return 'SUSPENDED';
  if (unreadable || locked === null) return 'UNKNOWN';
  return locked ? 'LOCKED' : 'ACTIVE';
}

export function isDeleted(entry: Entry): boolean {
  return entry.flag('isDeleted') === true;
}

/**
 * The worked-out bit knows when a lock has run out; `lockoutTime` stays as it was until the next sign-on. Null: what stands there
 * cannot be read.
 */
function isLocked(entry: Entry): boolean | null {
  const computed = entry.whole('msDS-User-Account-Control-Computed');
  if (computed !== null) return isLockedOut(computed);
  const time = filetime(entry.text('lockoutTime'));
  return time.kind === 'INVALID' ? null : time.kind === 'AT';
}

/** `pwdLastSet` 0 asks for another password, unless the account's password never expires: then nobody asks (MS-ADTS, 3.1.1.4.5.17). */
function mustChange(entry: Entry, control: number): boolean {
  const computed = entry.whole('msDS-User-Account-Control-Computed');
  if (computed !== null && isPasswordExpired(computed)) return true;
  return entry.text('pwdLastSet') === '0' && !hasBit(control, PASSWORD_NEVER_EXPIRES);
}

function changedAt(status: UserStatus, entry: Entry, switchedOff: boolean): Date | null {
  if (status === 'LOCKED') return momentOf(entry.text('lockoutTime'));
  if (status === 'DEPROVISIONED') return generalizedTime(entry.text('whenChanged'));
  return status === 'SUSPENDED' && !switchedOff ? momentOf(entry.text('accountExpires')) : null;
}

function rawStatus(entry: Entry): string {
  const said = (name: string): string => entry.text(name) ?? '?';
  return [
    ...(isDeleted(entry) ? ['isDeleted=TRUE'] : []),
    `userAccountControl=${said('userAccountControl')}`,
    `computed=${said('msDS-User-Account-Control-Computed')}`,
    `lockoutTime=${entry.text('lockoutTime') ?? '0'}`,
    `accountExpires=${filetime(entry.text('accountExpires')).kind === 'NEVER' ? 'never' : said('accountExpires')}`,
    `pwdLastSet=${said('pwdLastSet')}`,
  ].join(' ');
}

/** The state of an account's password. */
export function passwordState(entry: Entry): PasswordState {
  const control = entry.whole('userAccountControl');
  const computed = entry.whole('msDS-User-Account-Control-Computed');
  const lastSet = filetime(entry.text('pwdLastSet'));
  return {
    status: statusOfPassword(entry, control, computed),
    rawStatus: `userAccountControl=${control ?? '?'} computed=${computed ?? '?'} pwdLastSet=${entry.text('pwdLastSet') ?? '?'}`,
    lastChangedAt: lastSet.kind === 'AT' ? lastSet.at : null,
    passwordPolicyId: null,
  };
}

function statusOfPassword(
  entry: Entry,
  control: number | null,
  computed: number | null,
): PasswordState['status'] {
  if (control === null) return 'UNKNOWN';
  if (isLocked(entry) !== false) return isLocked(entry) === null ? 'UNKNOWN' : 'LOCKED_OUT';
  if (entry.text('pwdLastSet') === '0' && mustChange(entry, control)) return 'MUST_CHANGE';
  if (computed !== null && isPasswordExpired(computed)) return 'EXPIRED';
  return entry.has('pwdLastSet') ? 'OK' : 'UNKNOWN';
}
