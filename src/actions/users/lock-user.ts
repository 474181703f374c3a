import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import { self } from '../guards/self.ts';
import { untilProblem } from '../membership/until.ts';
import { onUser, sameUser, type UserActionInput } from './user-target.ts';

interface LockUserInput extends UserActionInput {
  /** When the lock ends by itself, ISO 8601; left out: somebody has to end it. */
  readonly until?: string | null | undefined;
}

function isLocked({ pingOne, status }: User): boolean | null {
  if (pingOne === null) return shownLock(status);
  const { accountStatus } = pingOne;
  // A record without `account` has no lock; a word that nobody knows says nothing.
  if (accountStatus === null || accountStatus === 'OK') return false;
  return accountStatus === 'LOCKED' ? true : null;
}

/** Elsewhere there is one lock, and one status for all: a suspension hides a lock, and a removal both. */
function shownLock(status: User['status']): boolean | null {
  if (status === 'LOCKED') return true;
  return status === 'ACTIVE' || status === 'PENDING' ? false : null;
}

/**
 * Whether there is no lock that could be ended. What a suspension hides stays hidden: some directories keep both in one place,
 * where ending the lock would end the suspension (OpenLDAP's `pwdAccountLockedTime`).
 */
function isUnlocked(user: User): boolean | null {
  return user.pingOne === null && user.status !== 'UNKNOWN' ? user.status !== 'LOCKED' : not(isLocked(user));
}

function describeLock(user: User): JsonObject {
  return {
    status: user.status,
    locked: isLocked(user),
    unlockAt: user.pingOne?.unlockAt?.toISOString() ?? null,
  };
}

/** Whether a lock lasts at least as long as asked for. */
function lastsAsAsked(user: User, until: string | null | undefined): boolean {
  const unlockAt = user.pingOne?.unlockAt ?? null;
  if (until === null || until === undefined) return unlockAt === null;
  return unlockAt === null || unlockAt.getTime() >= Date.parse(until);
}

/**
 * Shuts an account out, for a time or until it is unlocked. It is another switch than a suspension's, and neither knows of the
 * other; groups, roles, devices and sessions stay. PingOne documents that a lock wants an end, while others see it lock without
 * one: where it does not, the answer is UNCONFIRMED.
 */
export const lockUser: Action<LockUserInput, User> = {
  ...onUser,
  name: 'LOCK_USER',
  summary: 'Lock the account, for a time or until it is unlocked.',
  mutation: 'lockUser',
  permission: 'user:suspend',
  effect: 'SET',
  inverse: 'UNLOCK_USER',
  offered: true,
  guards: [self, breakGlass, managedElsewhere, lastAdministrator],
  describe: describeLock,
  knows: (user) => (isLocked(user) === true ? lastsAsAsked(user, null) : isLocked(user)),
  problem: ({ until }) => untilProblem(until),
  parameters: ({ until }) => (until === undefined || until === null ? null : { until }),
  foresee: (before, { until }) =>
    before && {
      ...describeLock(before),
      ...(before.status === 'ACTIVE' || before.status === 'PENDING' ? { status: 'LOCKED' } : {}),
      locked: true,
      unlockAt: until ?? null,
    },
  holds: (user, { until }) => {
    const locked = user && isLocked(user);
    return user !== null && locked === true ? lastsAsAsked(user, until) : locked;
  },
  send: async ({ target, input: { until }, environment: { provider, context } }) => {
    const end = until === undefined || until === null ? null : new Date(until);
    await provider.userWrites.lock(target.externalId, end, context);
    return {};
  },
  // One that was only prolonged was there before: unlocking would let in whom it had shut out.
  undo: (entry) =>
    entry.before?.['locked'] === true ? null : { action: 'UNLOCK_USER', input: sameUser(entry) },
};

/** Ends the lock of an account. It ends neither a suspension nor the lock of a password by wrong tries. */
export const unlockUser: Action<UserActionInput, User> = {
  ...onUser,
  name: 'UNLOCK_USER',
  summary: 'End the lock of the account.',
  mutation: 'unlockUser',
  permission: 'user:unsuspend',
  effect: 'SET',
  inverse: 'LOCK_USER',
  offered: true,
  guards: [managedElsewhere],
  describe: describeLock,
  knows: isUnlocked,
  foresee: (before) =>
    before && {
      ...describeLock(before),
      ...(before.status === 'LOCKED' ? { status: 'ACTIVE' } : {}),
      locked: false,
      unlockAt: null,
    },
  holds: (user) => user && isUnlocked(user),
  send: async ({ target, environment: { provider, context } }) => {
    await provider.userWrites.unlock(target.externalId, context);
    return {};
  },
  undo: (entry) => {
    const unlockAt = entry.before?.['unlockAt'];
    const until = typeof unlockAt === 'string' ? { until: unlockAt } : {};
    return { action: 'LOCK_USER', input: { ...sameUser(entry), ...until } };
  },
};

function not(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}
