import { describe, expect, test } from 'vitest';
import { toUser } from '../../../src/providers/scim/user.ts';
import type { User } from '../../../src/model/user.ts';

const observedAt = new Date('2026-03-01T00:00:00Z');
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function user(members: Record<string, unknown>): User {
  return toUser({ id: 'u1', members: { id: 'u1', ...members } }, { directory: 'people', observedAt });
}

describe('the status of a user', () => {
  test.each([
    [true, 'ACTIVE', true, 'active=true'],
    [false, 'SUSPENDED', false, 'active=false'],
    [undefined, 'UNKNOWN', null, 'active=?'],
    [null, 'UNKNOWN', null, 'active=?'],
    ['True', 'UNKNOWN', null, 'active="True"'],
    ['false', 'UNKNOWN', null, 'active="false"'],
    [1, 'UNKNOWN', null, 'active=1'],
  ])('active %j is %s', (active, status, enabled, rawStatus) => {
    expect(user({ active })).toMatchObject({ status, enabled, rawStatus });
  });
});

test('what the standard does not have is unknown, and never "no"', () => {
  expect(user({ userName: 'ann' })).toMatchObject({
    mfaEnabled: { state: 'UNKNOWN', reason: 'UNSUPPORTED' },
    lastSignOn: { state: 'UNKNOWN', reason: 'UNSUPPORTED' },
    listedDevices: null,
    passwordChangeRequired: null,
    managedElsewhere: null,
    external: null,
    kind: null,
    emailVerified: null,
    stateChangedAt: null,
  });
});

test('a whole user finds its places', () => {
  const found = user({
    externalId: 'hr-7',
    userName: 'ann@example.com',
    name: { givenName: 'Ann', familyName: 'Lee', formatted: 'Ann Lee' },
    title: 'Engineer',
    userType: 'Employee',
    locale: 'en-GB',
    emails: [
      { value: 'a.lee@home.example', type: 'home' },
      { value: 'ann@example.com', type: 'work', primary: true },
      { value: 'ann@example.com', type: 'other' },
    ],
    phoneNumbers: [
      { value: '+44 1', type: 'mobile' },
      { value: '+44 2', type: 'work' },
    ],
    roles: [{ value: 'admin', primary: true }],
    entitlements: [{ display: 'Seat' }, 'plain'],
    [ENTERPRISE]: {
      employeeNumber: '70001',
      department: 'Tools',
      manager: { value: 'u2', displayName: 'Bo' },
    },
    'urn:example:2.0:User': { badge: 'B-1' },
    meta: { created: '2025-01-02T03:04:05Z', lastModified: '2026-01-02T03:04:05Z' },
    password: 'never to be seen',
    apiToken: 'neither this',
  });
  expect(found).toMatchObject({
    sourceId: 'hr-7',
    username: 'ann@example.com',
    email: 'ann@example.com',
    aliases: ['a.lee@home.example'],
    displayName: 'Ann Lee',
    title: 'Engineer',
    employmentType: 'Employee',
    locale: 'en-GB',
    mobilePhone: '+44 1',
    primaryPhone: '+44 2',
    employeeNumber: '70001',
    createdAt: new Date('2025-01-02T03:04:05Z'),
    updatedAt: new Date('2026-01-02T03:04:05Z'),
    observedAt,
  });
  expect(found.customAttributes).toEqual({
    'urn:example:2.0:User': { badge: 'B-1' },
    department: 'Tools',
    managerId: 'u2',
    roles: ['admin'],
    entitlements: ['Seat', 'plain'],
  });
  expect(JSON.stringify(found)).not.toMatch(/never to be seen|neither this/);
});

test.each([
  [
    [
      { value: 'home@example.com', type: 'home' },
      { value: 'work@example.com', type: 'work' },
    ],
    'work@example.com',
  ],
  [[{ value: 'one@example.com' }, { value: 'two@example.com' }], 'one@example.com'],
  [[{ type: 'work' }, { value: '' }], null],
  [undefined, null],
  ['ann@example.com', null],
])('without a primary one the address of %j is %s', (emails, email) => {
  expect(user({ emails }).email).toBe(email);
});

test('members of wrong types are not said, and break nothing', () => {
  expect(
    user({
      userName: 7,
      name: 'Ann',
      emails: [null, 3],
      meta: [],
      phoneNumbers: {},
      roles: 'admin',
      [ENTERPRISE]: 'x',
    }),
  ).toMatchObject({ username: null, name: null, email: null, employeeNumber: null, customAttributes: {} });
});
