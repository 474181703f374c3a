import { assert, boolean, constantFrom, option, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { userState } from '../../../src/providers/google-workspace/user-state.ts';

const NEVER = '1970-01-01T00:00:00.000Z';
const LATELY = '2026-05-01T08:00:00.000Z';
const there = { suspended: false, archived: false, lastLoginTime: LATELY, agreedToTerms: true };

test.each([
  ['is there', there, 'ACTIVE', true],
  ['must change the password', { ...there, changePasswordAtNextLogin: true }, 'ACTIVE', true],
  [
    'never signed in and never accepted the terms',
    { ...there, lastLoginTime: NEVER, agreedToTerms: false },
    'PENDING',
    true,
  ],
  ['accepted the terms, but is not seen to sign in', { ...there, lastLoginTime: NEVER }, 'ACTIVE', true],
  [
    'was suspended by an administrator',
    { ...there, suspended: true, suspensionReason: 'ADMIN' },
    'SUSPENDED',
    false,
  ],
  ['was suspended by Google', { ...there, suspended: true, suspensionReason: 'ABUSE' }, 'SUSPENDED', false],
  ['is archived', { ...there, archived: true }, 'DEPROVISIONED', false],
  ['is archived and suspended', { ...there, archived: true, suspended: true }, 'DEPROVISIONED', false],
  ['was deleted', { ...there, deletionTime: LATELY }, 'DEPROVISIONED', false],
  ['comes without the switch', { archived: false }, 'UNKNOWN', null],
  ['has a switch of another type', { ...there, suspended: 'no' }, 'UNKNOWN', null],
  ['does not say whether archived', { ...there, archived: undefined }, 'UNKNOWN', null],
  ['says in another type whether archived', { ...there, archived: 'yes', suspended: true }, 'UNKNOWN', null],
])('who %s', (_, row, status, enabled) => {
  expect(userState(row, true)).toMatchObject({ status, enabled });
});

test('the reason of a suspension is kept in the raw state', () => {
  const { rawStatus } = userState(
    { ...there, suspended: true, suspensionReason: 'WEB_LOGIN_REQUIRED' },
    true,
  );
  expect(rawStatus).toBe('suspended=true suspensionReason=WEB_LOGIN_REQUIRED archived=false');
});

test('when the state came to be is told where Google tells it', () => {
  expect(userState({ ...there, deletionTime: LATELY }, true).stateChangedAt).toEqual(new Date(LATELY));
  expect(userState({ ...there, suspended: true, suspensionTime: LATELY }, true).stateChangedAt).toEqual(
    new Date(LATELY),
  );
  expect(userState(there, true).stateChangedAt).toBeNull();
});

test('that nobody signed in yet is PENDING only where the operator wants it so', () => {
  const row = { ...there, lastLoginTime: NEVER, agreedToTerms: false };
  expect(userState(row, false).status).toBe('ACTIVE');
});

test('whatever the row holds, nobody who is switched off is ACTIVE, and nobody without the switches is certain', () => {
  const row = record({
    suspended: option(boolean()),
    archived: option(boolean()),
    deletionTime: option(constantFrom(LATELY, 'broken')),
    lastLoginTime: option(constantFrom(LATELY, NEVER, 'broken')),
    agreedToTerms: option(boolean()),
    changePasswordAtNextLogin: option(boolean()),
  });
  assert(
    property(row, boolean(), (user, pending) => {
      const { status, enabled, canAuthenticate } = userState(user, pending);
      const gone = user.archived === true || user.deletionTime !== null;
      const isSaid = user.suspended !== null && user.archived !== null;
      const wanted = gone ? false : isSaid ? !user.suspended : null;
      expect(enabled).toBe(wanted);
      expect(status === 'DEPROVISIONED').toBe(gone);
      expect(status === 'UNKNOWN').toBe(wanted === null);
      expect(['ACTIVE', 'PENDING'].includes(status)).toBe(wanted === true);
      expect(canAuthenticate).toBe(wanted === false ? false : null);
    }),
    { numRuns: 300 },
  );
});
