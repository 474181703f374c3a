import { describe, expect, it, test } from 'vitest';
import { unknown } from '../../../src/model/fact.ts';
import { sourceIdOf } from '../../../src/providers/entra-id/guid.ts';
import { toUser, type UserOrigin } from '../../../src/providers/entra-id/user.ts';
import type { Members } from '../../../src/providers/rows.ts';
import { immutableIdOf } from '../../../src/sandbox/peers/entra-id/build-user.ts';
import { guid } from './support/hand-server.ts';

const observedAt = new Date('2026-03-01T00:00:00Z');
const origin: UserOrigin = { directory: 'entra', observedAt, source: 'LIST', signInMissing: null };
const user = (members: Members, more: Partial<UserOrigin> = {}) =>
  toUser({ id: guid(1), members }, { ...origin, ...more });

describe('the status of a user', () => {
  test.each([
    [{ accountEnabled: true }, 'ACTIVE', 'accountEnabled=true'],
    [{ accountEnabled: false }, 'SUSPENDED', 'accountEnabled=false'],
    [
      { accountEnabled: true, externalUserState: 'PendingAcceptance' },
      'PENDING',
      'accountEnabled=true externalUserState=PendingAcceptance',
    ],
    [
      { accountEnabled: true, externalUserState: 'Accepted' },
      'ACTIVE',
      'accountEnabled=true externalUserState=Accepted',
    ],
    [
      { accountEnabled: false, externalUserState: 'PendingAcceptance' },
      'SUSPENDED',
      'accountEnabled=false externalUserState=PendingAcceptance',
    ],
    [
      { accountEnabled: true, externalUserState: 'SomethingNew' },
      'UNKNOWN',
      'accountEnabled=true externalUserState=SomethingNew',
    ],
    [{}, 'UNKNOWN', 'accountEnabled=?'],
    [{ accountEnabled: 'true' }, 'UNKNOWN', 'accountEnabled=?'],
  ])('of %j is %s', (members, status, rawStatus) => {
    expect(user(members)).toMatchObject({ status, rawStatus });
  });

  it('is DEPROVISIONED for one of the deleted items, whatever its switch says', () => {
    const deletedDateTime = '2026-02-01T00:00:00Z';
    expect(user({ accountEnabled: true, deletedDateTime }, { removed: true })).toMatchObject({
      status: 'DEPROVISIONED',
      rawStatus: 'deleted accountEnabled=true',
      enabled: false,
      canAuthenticate: false,
      stateChangedAt: new Date(deletedDateTime),
    });
  });

  it('keeps the switch apart: somebody who is pending is switched on, and without the switch nothing is known', () => {
    expect(user({ accountEnabled: true, externalUserState: 'PendingAcceptance' }).enabled).toBe(true);
    expect(user({}).enabled).toBeNull();
  });
});

const of = (signInActivity: unknown) => user({ signInActivity }).lastSignOn;

describe('the last sign-in', () => {
  it('is the last one that succeeded, since lastSignInDateTime counts failed attempts too', () => {
    const activity = {
      lastSignInDateTime: '2026-02-20T00:00:00Z',
      lastSuccessfulSignInDateTime: '2026-02-10T00:00:00Z',
    };
    expect(of(activity)).toMatchObject({
      state: 'KNOWN',
      value: { at: new Date('2026-02-10T00:00:00Z') },
    });
  });

  it('is the last attempt only for the time before successes were noted', () => {
    expect(of({ lastSignInDateTime: '2023-06-01T00:00:00Z' })).toMatchObject({
      state: 'KNOWN',
      value: { at: new Date('2023-06-01T00:00:00Z') },
    });
    expect(of({ lastSignInDateTime: '2026-02-20T00:00:00Z' })).toMatchObject({
      state: 'UNKNOWN',
      reason: 'MISSING',
    });
  });

  it('is none for somebody of whom no activity is recorded', () => {
    expect(user({}).lastSignOn).toMatchObject({ state: 'KNOWN', value: null });
  });

  it('is unknown where it was not asked for, or is no moment', () => {
    const missing = unknown('FORBIDDEN', 'No licence.');
    expect(user({}, { signInMissing: missing }).lastSignOn).toEqual(missing);
    expect(of({ lastSuccessfulSignInDateTime: 'yesterday' })).toMatchObject({ reason: 'INVALID_VALUE' });
    expect(of('never')).toMatchObject({ reason: 'INVALID_VALUE' });
  });
});

describe('what else a row says', () => {
  it('names, numbers, addresses, the last day of work and the attributes of the operator', () => {
    const row = user({
      userPrincipalName: 'jane@example.com',
      mail: 'Jane.Doe@example.com',
      proxyAddresses: [
        'SMTP:jane.doe@example.com',
        'smtp:jd@example.com',
        'X500:/o=x',
        'smtp:JANE@example.com',
      ],
      otherMails: ['jane@home.example', 'jd@example.com'],
      displayName: 'Jane Doe',
      givenName: 'Jane',
      surname: 'Doe',
      employeeId: '4711',
      employeeLeaveDateTime: '2026-05-31T22:00:00Z',
      businessPhones: ['+1 555 0100'],
      country: 'de',
      city: 'Bonn',
      onPremisesExtensionAttributes: { extensionAttribute1: 'cc-1', extensionAttribute2: null },
    });
    expect(row).toMatchObject({
      username: 'jane@example.com',
      email: 'Jane.Doe@example.com',
      aliases: ['jd@example.com', 'jane@home.example'],
      name: { given: 'Jane', family: 'Doe', formatted: 'Jane Doe' },
      employeeNumber: '4711',
      endDate: '2026-05-31',
      primaryPhone: '+1 555 0100',
      address: { locality: 'Bonn', countryCode: 'DE' },
      customAttributes: { extensionAttribute1: 'cc-1' },
      mfaEnabled: { state: 'KNOWN', value: true },
    });
    expect(Object.keys(row.customAttributes)).toEqual(['extensionAttribute1']);
  });

  it('a synchronised account is managed elsewhere; null says that it never was, an absent member says nothing', () => {
    expect(user({ onPremisesSyncEnabled: true }).managedElsewhere).toBe(true);
    expect(user({ onPremisesSyncEnabled: null }).managedElsewhere).toBe(false);
    expect(user({ onPremisesSyncEnabled: false }).managedElsewhere).toBe(false);
    expect(user({}).managedElsewhere).toBeNull();
  });

  it('a guest is external and signs in at home; a member is not, and without a type it is not known', () => {
    expect(user({ userType: 'Guest' })).toMatchObject({
      external: true,
      passwordAuthority: { kind: 'EXTERNAL' },
    });
    expect(user({ userType: 'Member', onPremisesSyncEnabled: null })).toMatchObject({
      external: false,
      passwordAuthority: { kind: 'LOCAL' },
    });
    expect(user({})).toMatchObject({ external: null, passwordAuthority: { kind: 'UNKNOWN' } });
  });

  it('the name of a removed user is told without the id that Microsoft puts before it', () => {
    const userPrincipalName = `${guid(1).replaceAll('-', '')}jane@example.com`;
    expect(user({ userPrincipalName }, { removed: true }).username).toBe('jane@example.com');
    expect(user({ userPrincipalName }).username).toBe(userPrincipalName);
  });

  it('members of a wrong type are unknown and no crash', () => {
    const row = user({ mail: 7, otherMails: 'x', proxyAddresses: [1], businessPhones: {}, country: [] });
    expect(row).toMatchObject({ email: null, aliases: [], primaryPhone: null, address: null });
  });
});

describe('the id in the source directory', () => {
  it('is the objectGUID as Active Directory writes it, out of its bytes in base64', () => {
    expect(sourceIdOf('AQIDBAUGBwgJCgsMDQ4PEA==')).toBe('04030201-0605-0807-090a-0b0c0d0e0f10');
  });

  it('survives the way there and back', () => {
    const id = '7a3f9d10-1c2b-4d5e-8f90-abcdef012345';
    expect(sourceIdOf(immutableIdOf(id))).toBe(id);
  });

  it('is taken as it stands when it is no GUID', () => {
    expect(sourceIdOf('hr-4711')).toBe('hr-4711');
    expect(user({ onPremisesImmutableId: 'hr-4711' }).sourceId).toBe('hr-4711');
    expect(user({ onPremisesImmutableId: '' }).sourceId).toBeNull();
  });
});
