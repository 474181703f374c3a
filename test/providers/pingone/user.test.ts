import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../../src/findings/time.ts';
import { known } from '../../../src/model/fact.ts';
import { parseInstant } from '../../../src/providers/rows.ts';
import { toUser } from '../../../src/providers/pingone/user.ts';
import type { User } from '../../../src/model/user.ts';

const observedAt = new Date('2026-08-01T00:00:00Z');

function read(members: Record<string, unknown>, carriesLastSignOn = false): User {
  return toUser(
    { id: 'u1', members },
    { directory: 'primary', observedAt, source: 'LIST', carriesLastSignOn },
  );
}

describe('status', () => {
  const ok = { account: { status: 'OK' }, lifecycle: { status: 'ACCOUNT_OK' } };
  test.each([
    ['enabled and in order is ACTIVE', { enabled: true, ...ok }, 'ACTIVE'],
    ['a lock is LOCKED', { enabled: true, ...ok, account: { status: 'LOCKED' } }, 'LOCKED'],
    [
      'a verification to be done is PENDING',
      { enabled: true, ...ok, lifecycle: { status: 'VERIFICATION_REQUIRED' } },
      'PENDING',
    ],
    ['disabled is SUSPENDED', { enabled: false, ...ok }, 'SUSPENDED'],
    ['disabled wins over a lock', { enabled: false, account: { status: 'LOCKED' } }, 'SUSPENDED'],
    [
      'disabled wins over a verification',
      { enabled: false, lifecycle: { status: 'VERIFICATION_REQUIRED' } },
      'SUSPENDED',
    ],
    ['without enabled nothing is certain', ok, 'UNKNOWN'],
    [
      'without a lifecycle it is not known whether a verification is under way',
      { enabled: true, account: { status: 'OK' } },
      'UNKNOWN',
    ],
    ['without a lifecycle a lock is a lock', { enabled: true, account: { status: 'LOCKED' } }, 'LOCKED'],
    ['without an account there is no lock', { enabled: true, lifecycle: ok.lifecycle }, 'ACTIVE'],
    ['enabled of another type is not certain either', { enabled: 'true', ...ok }, 'UNKNOWN'],
    [
      'an account status that is not known is UNKNOWN',
      { enabled: true, account: { status: 'FROZEN' } },
      'UNKNOWN',
    ],
    [
      'a lifecycle that is not known is UNKNOWN',
      { enabled: true, ...ok, lifecycle: { status: 'NEW' } },
      'UNKNOWN',
    ],
    ['an account of another type is UNKNOWN', { enabled: true, account: 'OK' }, 'UNKNOWN'],
  ])('%s', (_, members, status) => {
    expect(read(members).status).toBe(status);
  });

  test("the provider's own words are kept", () => {
    expect(read({ enabled: true, account: { status: 'FROZEN' } }).rawStatus).toBe(
      'enabled=true account=FROZEN lifecycle=?',
    );
  });
});

describe('facts that may be missing', () => {
  test('an absent mfaEnabled is unknown, never false', () => {
    expect(read({}).mfaEnabled).toMatchObject({ state: 'UNKNOWN', reason: 'MISSING' });
    expect(read({ mfaEnabled: 'no' }).mfaEnabled).toMatchObject({
      state: 'UNKNOWN',
      reason: 'INVALID_VALUE',
    });
    expect(read({ mfaEnabled: false }).mfaEnabled).toEqual(known(false, observedAt));
  });

  test('an absent lastSignOn says "never" only in a directory that was seen to tell', () => {
    expect(read({}).lastSignOn).toMatchObject({ state: 'UNKNOWN', reason: 'MISSING' });
    expect(read({}, true).lastSignOn).toEqual(known(null, observedAt));
    expect(read({ lastSignOn: { at: 'yesterday' } }, true).lastSignOn).toMatchObject({
      reason: 'INVALID_VALUE',
    });
    const signOn = { at: '2026-03-02T08:11:40.201Z', remoteIp: '192.0.2.10' };
    expect(read({ lastSignOn: signOn }).lastSignOn).toMatchObject({ value: { remoteIp: '192.0.2.10' } });
  });

  test('a user without name and e-mail has neither, and no name is made up', () => {
    expect(read({ username: 'x' })).toMatchObject({ email: null, name: null, displayName: null });
  });

  test('the name shown is the formatted one, else given and family, else the nickname', () => {
    expect(read({ name: { formatted: 'Dr. Mira Holt', given: 'Mira' } }).displayName).toBe('Dr. Mira Holt');
    expect(read({ name: { formatted: ' ', given: 'Mira', family: 'Holt' } }).displayName).toBe('Mira Holt');
    expect(read({ name: { family: '山田' } }).displayName).toBe('山田');
    expect(read({ name: {}, nickname: 'Mi' }).displayName).toBe('Mi');
  });

  test('who checks the password follows from the identity provider', () => {
    expect(read({ identityProvider: { type: 'PING_ONE' } }).passwordAuthority.kind).toBe('LOCAL');
    expect(read({ identityProvider: { type: 'SAML', id: 'i1' } }).passwordAuthority).toEqual({
      kind: 'EXTERNAL',
      identityProviderId: 'i1',
    });
    expect(read({}).passwordAuthority.kind).toBe('UNKNOWN');
    expect(read({ identityProvider: { type: 'SAML' } }).passwordAuthority.kind).toBe('EXTERNAL');
    expect(read({ identityProvider: { type: 'SOMETHING_NEW' } }).passwordAuthority.kind).toBe('UNKNOWN');
    expect(read({ identityProvider: { type: 'SOMETHING_NEW', id: 'i1' } }).passwordAuthority.kind).toBe(
      'EXTERNAL',
    );
  });

  test("members that are not PingOne's own are the operator's", () => {
    const user = read({
      username: 'x',
      endDate: '2026-09-30',
      costCentre: 7,
      _links: {},
      photo: { href: 'h' },
    });
    expect(user.customAttributes).toEqual({ endDate: '2026-09-30', costCentre: 7 });
    expect(user.endDate).toBe('2026-09-30');
  });

  test('an end date that is no text is not none, and no date either', () => {
    expect(read({ endDate: null }).endDate).toBeNull();
    for (const wrong of [7, true, ['2026-09-30'], { day: 30 }]) {
      const { endDate } = read({ endDate: wrong });
      expect(endOf(endDate ?? '')).toEqual({ reason: 'INVALID_VALUE' });
    }
  });
});

test('no member of any type makes a user unreadable', () => {
  const names = [
    'username',
    'email',
    'name',
    'enabled',
    'account',
    'lifecycle',
    'lastSignOn',
    'population',
    'createdAt',
  ];
  const record = fc.dictionary(fc.constantFrom(...names, 'custom'), fc.jsonValue());
  fc.assert(
    fc.property(record, (members) => {
      const user = read(members);
      expect(user.externalId).toBe('u1');
      expect(user.status === 'UNKNOWN' || typeof members['enabled'] === 'boolean').toBe(true);
    }),
  );
});

test('instants are read as RFC 3339 writes them, and nothing else is guessed at', () => {
  expect(parseInstant('2026-03-02T08:11:40.201Z')?.getTime()).toBe(Date.UTC(2026, 2, 2, 8, 11, 40, 201));
  expect(parseInstant('2026-03-02T08:11:40+02:00')?.toISOString()).toBe('2026-03-02T06:11:40.000Z');
  for (const wrong of [
    '2026-02-30T00:00:00Z',
    '2026-03-02',
    '2026-03-02T08:11:40',
    '1',
    'Mon, 02 Mar 2026',
    5,
    null,
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
  ]) {
    expect(parseInstant(wrong)).toBeNull();
  }
});
