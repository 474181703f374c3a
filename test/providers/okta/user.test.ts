import { describe, expect, test } from 'vitest';
import type { OktaSettings } from '../../../src/providers/okta/settings.ts';
import { toUser } from '../../../src/providers/okta/user.ts';
import { toPasswordState } from '../../../src/providers/okta/password-state.ts';
import type { User } from '../../../src/model/user.ts';

const observedAt = new Date('2026-08-01T00:00:00Z');
const settings: OktaSettings = {
  key: 'okta',
  orgUrl: 'https://example.okta.com',
  writable: false,
  factorsMayBeHidden: false,
  adminListIncludesGroups: false,
};

function userOf(members: Readonly<Record<string, unknown>>, more: Partial<OktaSettings> = {}): User {
  return toUser({ id: '00u1', members }, { settings: { ...settings, ...more }, observedAt, source: 'LIST' });
}

const provider = (type: string) => ({ credentials: { provider: { type, name: type } } });

describe('the state of an account', () => {
  test.each([
    ['ACTIVE', 'ACTIVE', true, false],
    ['PASSWORD_EXPIRED', 'ACTIVE', true, true],
    ['RECOVERY', 'ACTIVE', true, true],
    ['STAGED', 'PENDING', true, null],
    ['PROVISIONED', 'PENDING', true, null],
    ['LOCKED_OUT', 'LOCKED', true, null],
    ['SUSPENDED', 'SUSPENDED', false, null],
    ['DEPROVISIONED', 'DEPROVISIONED', false, null],
    ['SOMETHING_NEW', 'UNKNOWN', null, null],
  ] as const)('%s is %s', (rawStatus, status, enabled, passwordChangeRequired) => {
    expect(userOf({ status: rawStatus })).toMatchObject({
      rawStatus,
      status,
      enabled,
      passwordChangeRequired,
    });
  });

  test('a state that is missing, or no text, is unknown and not "off"', () => {
    for (const members of [{}, { status: 7 }])
      expect(userOf(members)).toMatchObject({ status: 'UNKNOWN', enabled: null, canAuthenticate: null });
  });

  test('transitioningToStatus: while a deactivation is under way nobody can say whether sign-in is still on', () => {
    const leaving = userOf({ status: 'ACTIVE', transitioningToStatus: 'DEPROVISIONED' });
    expect(leaving).toMatchObject({
      status: 'ACTIVE',
      enabled: null,
      rawStatus: 'ACTIVE transitioningToStatus=DEPROVISIONED',
    });
    expect(userOf({ status: 'STAGED', transitioningToStatus: 'ACTIVE' }).enabled).toBe(true);
    expect(userOf({ status: 'DEPROVISIONED', transitioningToStatus: 'PROVISIONED' }).enabled).toBeNull();
  });
});

describe('who is the master of an account', () => {
  test.each([
    ['OKTA', false, 'LOCAL'],
    ['IMPORT', false, 'LOCAL'],
    ['ACTIVE_DIRECTORY', true, 'EXTERNAL'],
    ['LDAP', true, 'EXTERNAL'],
    ['FEDERATION', null, 'EXTERNAL'],
    ['SOCIAL', null, 'EXTERNAL'],
    ['SOMETHING_NEW', null, 'UNKNOWN'],
  ] as const)('credentials.provider.type %s', (type, managedElsewhere, kind) => {
    const user = userOf({ status: 'ACTIVE', ...provider(type) });
    expect(user.managedElsewhere).toBe(managedElsewhere);
    expect(user.passwordAuthority.kind).toBe(kind);
  });

  test('a record without credentials says nothing of it', () => {
    expect(userOf({ status: 'ACTIVE' })).toMatchObject({
      managedElsewhere: null,
      passwordAuthority: { kind: 'UNKNOWN' },
    });
  });
});

describe('the last sign-on', () => {
  test('null is never, a missing member is unknown, and so is a text that is no moment', () => {
    expect(userOf({ lastLogin: null }).lastSignOn).toMatchObject({ state: 'KNOWN', value: null });
    expect(userOf({}).lastSignOn).toMatchObject({ state: 'UNKNOWN', reason: 'MISSING' });
    expect(userOf({ lastLogin: 'yesterday' }).lastSignOn).toMatchObject({ reason: 'INVALID_VALUE' });
    expect(userOf({ lastLogin: '2026-07-01T10:00:00.000Z' }).lastSignOn).toMatchObject({
      value: { at: new Date('2026-07-01T10:00:00Z'), remoteIp: null },
    });
  });
});

describe('the profile', () => {
  const profile = {
    login: 'ada@example.com',
    email: 'ada@example.com',
    secondEmail: 'ada@home.example',
    firstName: 'Ada',
    lastName: 'Byron',
    employeeNumber: '1001',
    userType: 'Contractor',
    city: 'London',
    countryCode: 'GB',
    badge: 7,
    hrId: 'hr-9',
    department: 'Engines',
  };

  test('becomes our words, and what the operator added is a custom attribute', () => {
    const user = userOf({ status: 'ACTIVE', profile }, { sourceIdAttribute: 'hrId' });
    expect(user).toMatchObject({
      username: 'ada@example.com',
      displayName: 'Ada Byron',
      employeeNumber: '1001',
      employmentType: 'Contractor',
      aliases: ['ada@home.example'],
      sourceId: 'hr-9',
      address: { locality: 'London', countryCode: 'GB', streetAddress: null },
      customAttributes: { badge: 7, hrId: 'hr-9' },
      kind: null,
      external: null,
    });
    expect(user.mfaEnabled).toMatchObject({ state: 'KNOWN', value: true });
  });

  test('a person without any name has none', () => {
    expect(userOf({ profile: { login: 'x' } })).toMatchObject({
      displayName: null,
      address: null,
      email: null,
    });
    expect(userOf({ status: 'ACTIVE', profile }).sourceId).toBeNull();
  });
});

describe('the state of a password, from status and passwordChanged', () => {
  const own = { credentials: { password: {}, provider: { type: 'OKTA' } } };
  const without = { credentials: { provider: { type: 'OKTA' } } };
  test.each([
    [{ status: 'ACTIVE', ...own }, 'OK'],
    [{ status: 'PASSWORD_EXPIRED', ...own }, 'MUST_CHANGE'],
    [{ status: 'RECOVERY', ...own }, 'MUST_CHANGE'],
    [{ status: 'LOCKED_OUT', ...own }, 'LOCKED_OUT'],
    [{ status: 'STAGED', passwordChanged: null, ...without }, 'NO_PASSWORD'],
    [{ status: 'SUSPENDED', ...own }, 'UNKNOWN'],
    [{ status: 'ACTIVE' }, 'UNKNOWN'],
    [{ status: 'ACTIVE', passwordChanged: '2026-01-01T00:00:00.000Z' }, 'OK'],
    [{ status: 'ACTIVE', ...provider('ACTIVE_DIRECTORY') }, 'EXTERNAL'],
    [{ status: 'ACTIVE', ...provider('FEDERATION') }, 'EXTERNAL'],
  ])('%j is %s', (members, status) => {
    expect(toPasswordState(members).status).toBe(status);
  });

  test('when it was changed last is told', () => {
    const state = toPasswordState({ status: 'ACTIVE', ...own, passwordChanged: '2026-01-01T00:00:00.000Z' });
    expect(state.lastChangedAt).toEqual(new Date('2026-01-01T00:00:00Z'));
  });
});
