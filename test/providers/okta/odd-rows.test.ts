import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseOktaError } from '../../../src/providers/okta/api-error.ts';
import { toApplication } from '../../../src/providers/okta/application.ts';
import { toGroup, toMembership } from '../../../src/providers/okta/group.ts';
import { toMfaDevice } from '../../../src/providers/okta/mfa-device.ts';
import { toPasswordState } from '../../../src/providers/okta/password-state.ts';
import { toRoleAssignment } from '../../../src/providers/okta/role-assignment.ts';
import type { OktaSettings } from '../../../src/providers/okta/settings.ts';
import { toUser } from '../../../src/providers/okta/user.ts';

const settings: OktaSettings = {
  key: 'okta',
  orgUrl: 'https://example.okta.com',
  writable: false,
  factorsMayBeHidden: false,
  adminListIncludesGroups: false,
};
const at = new Date(0);
const origin = { directory: 'okta', method: 'GET', route: '/api/v1/users', transactionId: 't' } as const;

/** Members that Okta documents, with whatever in them. */
const names = fc.constantFrom(
  'id',
  'status',
  'profile',
  'credentials',
  'provider',
  'password',
  'type',
  'lastLogin',
  'transitioningToStatus',
  '_embedded',
  '_links',
  'assignee',
  'href',
  'targets',
  'groups',
  'catalog',
  'apps',
  'stats',
  'settings',
  'oauthClient',
  'signOn',
  'signOnMode',
  'grant_types',
  'acsEndpoints',
  'factorType',
  'errorCauses',
);
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string({ maxLength: 8 }),
  fc.constantFrom('OPENID_CONNECT', 'SAML_2_0', 'ACTIVE', 'CUSTOM', 'GROUP'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 6 }),
  ),
}));

test('rows of whatever form are read without a crash, and nothing is made up from them', () => {
  fc.assert(
    fc.property(fc.dictionary(names, value, { maxKeys: 10 }), (members) => {
      const row = { id: 'id-1', members };
      expect(toUser(row, { settings, observedAt: at, source: 'LIST' })).toMatchObject({ externalId: 'id-1' });
      expect(toGroup(row, 'okta', at).name).not.toBe(undefined);
      expect(toMembership(row, 'okta', at).groupId).toBe('id-1');
      expect(toMfaDevice(row, 'okta', 'u').externalId).toBe('id-1');
      expect(toApplication(row, 'okta', at).accessControl.groupMatch).toBe('ANY');
      expect(toPasswordState(members).passwordPolicyId).toBeNull();
      parseOktaError(400, members, {});
      if (typeof members['type'] === 'string')
        toRoleAssignment(row, { kind: 'USER', externalId: 'u' }, 'example.okta.com', origin);
    }),
    { numRuns: 300 },
  );
});

test('a role assignment that does not name its role is no answer', () => {
  expect(() =>
    toRoleAssignment(
      { id: 'irb1', members: {} },
      { kind: 'USER', externalId: 'u' },
      'example.okta.com',
      origin,
    ),
  ).toThrow(expect.objectContaining({ code: 'BAD_RESPONSE' }));
});
