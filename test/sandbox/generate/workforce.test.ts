import { describe, expect, it } from 'vitest';
import { generateTenant } from '../../../src/sandbox/generate/generate-tenant.ts';
import type { Row, Rows } from '../../../src/sandbox/tenant.ts';

const asOf = new Date('2026-06-01T08:00:00.000Z');
const DAY_MS = 86_400_000;

/** A member of a row by its path, such as `account.status`. */
const at = (row: Row, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      row,
    );

/** The same where a text is expected; empty when there is none. */
const text = (row: Row, path: string): string => {
  const value = at(row, path);
  return typeof value === 'string' ? value : '';
};

/** The texts of a member that is a list, as one text. */
const listed = (row: Row, key: string): string => JSON.stringify(row[key] ?? []);

const list = (rows: Rows | undefined): Row[] => [...(rows?.values() ?? [])];

describe.each([1, 7, 4242])('a workforce of the default size, from seed %i', (seed) => {
  const tenant = generateTenant({ seed, asOf });
  const users = list(tenant.collections.get('users'));
  const groups = list(tenant.collections.get('groups'));
  const applications = list(tenant.collections.get('applications'));
  const below = (path: string, id: string): Row[] => list(tenant.children.get(path)?.get(id));
  const all = (path: string): Row[] => [...(tenant.children.get(path)?.values() ?? [])].flatMap(list);
  const secretOf = (id: string): Row => ({ id, ...tenant.details.get('applications/secret')?.get(id) });
  const daysSinceSignOn = (user: Row): number | undefined => {
    const moment = at(user, 'lastSignOn.at');
    return typeof moment === 'string' ? (asOf.getTime() - Date.parse(moment)) / DAY_MS : undefined;
  };
  const admins = users.filter((user) => below('users/roleAssignments', user.id).length > 0);

  it('has 2,000 people, one in a hundred an administrator', () => {
    expect(users).toHaveLength(2000);
    expect(admins).toHaveLength(20);
  });

  it.each([
    ['Cyrillic', /\p{Script=Cyrillic}/u],
    ['Greek', /\p{Script=Greek}/u],
    ['Han', /\p{Script=Han}/u],
    ['Arabic', /\p{Script=Arabic}/u],
    ['Devanagari', /\p{Script=Devanagari}/u],
    ['Hangul', /\p{Script=Hangul}/u],
    ['Latin with marks', /[À-ž]/u],
  ])('writes names in %s, and usernames in ASCII', (_script, letters) => {
    const named = users.filter((user) => letters.test(text(user, 'name.family')));
    expect(named.length).toBeGreaterThan(20);
    expect(users.every((user) => /^[a-z0-9.-]{2,}$/.test(text(user, 'username')))).toBe(true);
  });

  it.each<[string, (user: Row) => boolean]>([
    ['without an email', (user) => !('email' in user)],
    ['without a name', (user) => !('name' in user)],
    ['with capitals in the email', (user) => /[A-Z]/.test(text(user, 'email'))],
    ['with a tag in the email', (user) => text(user, 'email').includes('+')],
    ['with an unverified email', (user) => user['emailVerified'] === false],
    ['disabled', (user) => user['enabled'] === false && at(user, 'account.canAuthenticate') === false],
    [
      'locked',
      (user) => at(user, 'account.status') === 'LOCKED' && at(user, 'account.canAuthenticate') === false,
    ],
    ['pending', (user) => at(user, 'lifecycle.status') === 'VERIFICATION_REQUIRED'],
    ['never signed on', (user) => !('lastSignOn' in user)],
    ['away for more than 90 days', (user) => (daysSinceSignOn(user) ?? 0) > 90],
    [
      'away for 45 to 90 days',
      (user) => (daysSinceSignOn(user) ?? 0) > 45 && (daysSinceSignOn(user) ?? 0) < 90,
    ],
    ['a service account', (user) => user['type'] === 'Service' && text(user, 'username').startsWith('svc-')],
    ['a contractor without an end date', (user) => user['type'] === 'Contractor' && !('endDate' in user)],
    [
      'an enabled contractor past the end date',
      (user) => user['enabled'] === true && 'endDate' in user && text(user, 'endDate') < '2026-06-01',
    ],
    ['from an OIDC provider', (user) => at(user, 'identityProvider.type') === 'OPENID_CONNECT'],
    ['from a SAML provider', (user) => at(user, 'identityProvider.type') === 'SAML'],
    ['from the disabled provider', (user) => at(user, 'identityProvider.type') === 'GOOGLE'],
    [
      'with MFA off and a device',
      (user) => user['mfaEnabled'] === false && below('users/devices', user.id).length > 0,
    ],
    [
      'with MFA on and no device',
      (user) => user['mfaEnabled'] === true && below('users/devices', user.id).length === 0,
    ],
    ['in no group', (user) => !tenant.userGroups.has(user.id)],
    ['with more than ten sessions', (user) => below('users/sessions', user.id).length > 10],
    ['let off MFA', (user) => tenant.details.get('users/bypassMFA')?.has(user.id) === true],
  ])('has somebody %s', (_what, is) => {
    expect(users.filter(is).length).toBeGreaterThan(0);
  });

  it('has two people with one email, and disabled administrators who kept roles, groups and live sessions', () => {
    const emails = users.flatMap((user) => (typeof user['email'] === 'string' ? [user['email']] : []));
    expect(new Set(emails).size).toBeLessThan(emails.length);
    const kept = admins.filter(
      (user) =>
        user['enabled'] === false &&
        tenant.userGroups.has(user.id) &&
        below('users/sessions', user.id).some((session) => text(session, 'expiresAt') > asOf.toISOString()),
    );
    expect(kept.length).toBeGreaterThan(0);
  });

  it('has administrators without a device, and with text messages only', () => {
    const types = admins.map((user) =>
      below('users/devices', user.id)
        .map((device) => device['type'])
        .join(),
    );
    expect(types).toContain('');
    expect(types).toContain('SMS');
  });

  it('has devices of every type and state, for about three quarters of those with MFA on', () => {
    const devices = all('users/devices');
    const types = new Set(devices.map((device) => device['type']));
    for (const type of [
      'EMAIL',
      'SMS',
      'VOICE',
      'WHATSAPP',
      'TOTP',
      'MOBILE',
      'FIDO2',
      'OATH_TOKEN',
      'WEARABLE',
    ]) {
      expect(types).toContain(type);
    }
    expect(devices.some((device) => device['status'] === 'ACTIVATION_REQUIRED')).toBe(true);
    expect(devices.some((device) => at(device, 'block.status') === 'BLOCKED')).toBe(true);
    expect(devices.some((device) => at(device, 'lock.status') === 'LOCKED')).toBe(true);
    const owners = new Map<unknown, Set<unknown>>();
    for (const device of devices.filter((one) => 'phone' in one)) {
      owners.set(device['phone'], (owners.get(device['phone']) ?? new Set()).add(at(device, 'user.id')));
    }
    expect([...owners.values()].some((people) => people.size > 1)).toBe(true);
    const enabled = users.filter((user) => user['mfaEnabled'] === true);
    const share =
      enabled.filter((user) => below('users/devices', user.id).length > 0).length / enabled.length;
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.85);
  });

  it('has groups of every shape: dynamic, external, empty, nested deeply and under two parents, one name twice', () => {
    expect(groups.length).toBeGreaterThanOrEqual(40);
    expect(groups.some((group) => 'userFilter' in group)).toBe(true);
    expect(new Set(groups.map((group) => group['sourceType']))).toEqual(
      new Set([undefined, 'GATEWAY', 'IDP']),
    );
    expect(
      groups.some((group) => !('userFilter' in group) && tenant.groupMembers.get(group.id)?.size === 0),
    ).toBe(true);
    expect([...tenant.groupParents.values()].some((parents) => parents.size === 2)).toBe(true);
    const depth = (id: string): number =>
      1 + Math.max(0, ...[...(tenant.groupParents.get(id) ?? [])].map(depth));
    expect(Math.max(...groups.map((group) => depth(group.id)))).toBeGreaterThanOrEqual(4);
    expect(new Set(groups.map((group) => group['name'])).size).toBe(groups.length - 1);
    expect(Math.max(...[...tenant.groupMembers.values()].map((members) => members.size))).toBeGreaterThan(
      1000,
    );
  });

  it('has about fifty members in each of the first forty groups, many people in several of them', () => {
    const filters: Record<string, (user: Row) => boolean> = {
      Engineers: (user) => user['title'] === 'Engineer',
      'Sites with B': (user) => text(user, 'address.locality').startsWith('B'),
      'All contractors': (user) => user['type'] === 'Contractor',
      Managers: (user) => text(user, 'title').startsWith('Manager') && user['enabled'] === true,
      'Regional help desk': (user) =>
        user['title'] === 'Help Desk Analyst' && at(user, 'address.countryCode') === 'DE',
    };
    const memberships = groups.slice(0, 40).map((group) => {
      const filter = filters[text(group, 'name')];
      expect(filter !== undefined).toBe('userFilter' in group);
      return filter === undefined
        ? [...(tenant.groupMembers.get(group.id) ?? [])]
        : users.filter(filter).map((user) => user.id);
    });
    const total = memberships.flat();
    expect(total.length / 40).toBeGreaterThan(40);
    expect(total.length / 40).toBeLessThan(70);
    expect(new Set(total).size).toBeLessThan(total.length * 0.75);
  });

  it('has sound and unsound applications of every protocol', () => {
    const expectSome = (is: (application: Row) => boolean): void => {
      expect(applications.filter(is)).not.toHaveLength(0);
    };
    expect(applications.length).toBeGreaterThan(20);
    for (const protocol of ['OPENID_CONNECT', 'SAML', 'WS_FED', 'EXTERNAL_LINK', undefined]) {
      expectSome((application) => application['protocol'] === protocol);
    }
    expectSome((application) => listed(application, 'redirectUris').includes('*'));
    expectSome((application) => listed(application, 'redirectUris').includes('http://'));
    expectSome((application) => listed(application, 'grantTypes').includes('IMPLICIT'));
    expectSome((application) => listed(application, 'grantTypes').includes('DEVICE_CODE'));
    expectSome(
      (application) =>
        listed(application, 'grantTypes').includes('REFRESH_TOKEN') &&
        !('refreshTokenRollingDuration' in application),
    );
    expectSome(
      (application) =>
        application['pkceEnforcement'] === 'OPTIONAL' &&
        listed(application, 'grantTypes').includes('AUTHORIZATION_CODE'),
    );
    expectSome((application) => application['assertionSigned'] === false);
    expectSome(
      (application) =>
        application['enabled'] === false && below('applications/grants', application.id).length > 0,
    );
    expectSome(
      (application) =>
        application['type'] === 'WEB_APP' &&
        below('applications/signOnPolicyAssignments', application.id).length === 0,
    );
    expectSome((application) => text(secretOf(application.id), 'previous.expiresAt') > asOf.toISOString());
  });

  it('gives the worker application what a gateway needs and not the organization', () => {
    const names = new Map(list(tenant.platform.get('roles')).map((role) => [role.id, text(role, 'name')]));
    const held = below('applications/roleAssignments', tenant.worker.clientId).map((row) =>
      names.get(text(row, 'role.id')),
    );
    expect(new Set(held)).toEqual(
      new Set(['Client Application Developer', 'Environment Admin', 'Identity Data Admin']),
    );
    expect(text(secretOf(tenant.worker.clientId), 'secret')).toBe(tenant.worker.clientSecret);
  });

  it('has populations of which one is the default, one is empty and one has no password policy', () => {
    const populations = list(tenant.collections.get('populations'));
    const inhabited = new Set(users.map((user) => at(user, 'population.id')));
    expect(populations.filter((population) => population['default'] === true)).toHaveLength(1);
    expect(populations.filter((population) => !inhabited.has(population.id))).toHaveLength(1);
    expect(populations.filter((population) => !('passwordPolicy' in population))).toHaveLength(1);
  });
});
