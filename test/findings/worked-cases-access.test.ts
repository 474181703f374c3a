import { describe, expect, test } from 'vitest';
import { known, unknown } from '../../src/model/fact.ts';
import type { FindingSources } from '../../src/findings/sources.ts';
import type { User } from '../../src/model/user.ts';
import {
  asOf,
  assigned,
  daysAgo,
  device,
  list,
  member,
  missing,
  ofDirectory,
  ofUser,
  person,
  said,
  shown,
} from './support.ts';

const administrator = { userRoleAssignments: async () => list(assigned('Environment Admin')) };

function people(count: number): readonly User[] {
  return Array.from({ length: count }, (_, index) =>
    person({ externalId: `user-${index}`, username: `user${index}` }),
  );
}

describe('worked cases: offboarding, second factors, administrators', () => {
  test('W20 a false gate beats missing data, a true one does not', async () => {
    const world = { sources: { userRoleAssignments: async () => missing('FORBIDDEN') } };
    const rule = 'offboarding::disabled_user_retains_admin_role';
    expect(said(await ofUser(rule, { ...world, user: { status: 'SUSPENDED' } }))).toBe(
      'UNKNOWN PERMISSION_DENIED',
    );
    expect(said(await ofUser(rule, world))).toBe('ABSENT OUT_OF_SCOPE');
  });

  test('W23 disabled administrator', async () => {
    const world = { user: { status: 'SUSPENDED' }, sources: administrator } as const;
    expect(said(await ofUser('admin::admin_without_factor', world))).toBe('ABSENT OUT_OF_SCOPE');
    const kept = await ofUser('offboarding::disabled_user_retains_admin_role', world);
    expect(said(kept)).toBe('PRESENT MEDIUM');
    const counted = await ofDirectory('admin::too_many_top_admins', {
      sources: { ...administrator, everyUser: async () => list(person({ status: 'SUSPENDED' })) },
    });
    expect(shown(counted, 'topAdministrators')).toBe('0');
  });

  test('W24 administrator through a nested group', async () => {
    const nested: Partial<FindingSources> = {
      userGroups: async () => list(member('G1'), member('G2', 'INDIRECT')),
      groupParents: async (id) => (id === 'G1' ? list(member('G2')) : list()),
      groupRoleAssignments: async (id) => (id === 'G2' ? list(assigned('Environment Admin')) : list()),
      devices: async () => list(device('TOTP')),
    };
    const finding = await ofUser('admin::role_via_nested_group', { sources: nested });
    expect(said(finding)).toBe('PRESENT MEDIUM');
    expect(shown(finding, 'role')).toBe('Environment Admin on ENVIRONMENT via Group G1 > Group G2');
    expect(said(await ofUser('admin::admin_without_factor', { sources: nested }))).toBe('ABSENT COMPLIANT');
    expect(said(await ofUser('admin::role_via_group', { sources: nested }))).toBe('ABSENT COMPLIANT');
  });

  test('W25 nesting cycle', async () => {
    const circle: Partial<FindingSources> = {
      userGroups: async () => list(member('G1')),
      groupParents: async (id) => list(member(id === 'G1' ? 'G2' : 'G1')),
    };
    expect(said(await ofUser('admin::role_via_nested_group', { sources: circle }))).toBe(
      'ABSENT OUT_OF_SCOPE',
    );
  });

  test('W26 group roles unreadable, no factor', async () => {
    const world = {
      sources: {
        userGroups: async () => list(member('G1')),
        groupRoleAssignments: async () => missing('FORBIDDEN'),
      },
    };
    expect(said(await ofUser('admin::admin_without_factor', world))).toBe('UNKNOWN PERMISSION_DENIED');
    expect(said(await ofUser('mfa::user_no_factor', world))).toBe('PRESENT HIGH');
  });

  test('W27 devices unreadable but second factor switched off', async () => {
    const world = {
      user: { mfaEnabled: known(false, asOf) },
      sources: {
        userRoleAssignments: async () => list(assigned('Identity Data Admin')),
        devices: async () => missing('UNREACHABLE'),
      },
    };
    expect(said(await ofUser('admin::admin_without_factor', world))).toBe('PRESENT CRITICAL');
    expect(said(await ofUser('mfa::user_no_factor', world))).toBe('UNKNOWN SOURCE_UNREACHABLE');
  });

  test.each([
    ['mfa::user_no_factor', 'ABSENT COMPLIANT'],
    ['mfa::weak_factor_only', 'PRESENT MEDIUM'],
    ['mfa::unverified_factor', 'PRESENT LOW'],
    ['mfa::no_phishing_resistant_factor', 'PRESENT LOW'],
  ])('W28 pending passkey plus text message: %s', async (rule, expected) => {
    const pending = device('FIDO2', {
      status: 'ACTIVATION_REQUIRED',
      createdAt: new Date('2025-06-16T12:00:00Z'),
    });
    const devices = async () => list(pending, device('SMS'));
    expect(said(await ofUser(rule, { sources: { devices } }))).toBe(expected);
  });

  test.each([
    ['mfa::user_no_factor', 'ABSENT COMPLIANT'],
    ['mfa::weak_factor_only', 'UNKNOWN INVALID_VALUE'],
    ['mfa::no_phishing_resistant_factor', 'UNKNOWN INVALID_VALUE'],
  ])('W29 unknown device type: %s', async (rule, expected) => {
    const future = device('UNKNOWN', { rawType: 'FUTURE_THING' });
    expect(said(await ofUser(rule, { sources: { devices: async () => list(future) } }))).toBe(expected);
  });

  test('W30 grace for new accounts', async () => {
    const justInside = { createdAt: daysAgo(14) };
    const justOutside = { createdAt: daysAgo(14, 1) };
    expect(said(await ofUser('mfa::user_no_factor', { user: justInside }))).toBe('ABSENT COMPLIANT');
    expect(said(await ofUser('mfa::user_no_factor', { user: justOutside }))).toBe('PRESENT HIGH');
    for (const user of [justInside, justOutside]) {
      const finding = await ofUser('admin::admin_without_factor', { user, sources: administrator });
      expect(said(finding)).toBe('PRESENT CRITICAL');
    }
  });

  test.each([
    ['PINGONE', 'ENFORCE', 'ABSENT COMPLIANT'],
    ['PINGONE', 'OFF', 'PRESENT HIGH'],
    ['EXTERNAL', 'ENFORCE', 'UNKNOWN OPAQUE_POLICY'],
    ['HYBRID', 'ENFORCE', 'UNKNOWN OPAQUE_POLICY'],
    ['HYBRID', 'OFF', 'PRESENT HIGH'],
  ])(
    'W31 organisation-level second factor, method %s, status %s',
    async (authenticationMethod, mfaStatus, expected) => {
      const administratorSecurity = async () =>
        known(
          {
            mfaStatus,
            authenticationMethod,
            identityProviderId: null,
            allowedMethods: [],
            fido2Capable: null,
            recoveryEnabled: null,
          },
          asOf,
        );
      const finding = await ofUser('ping_identity::admin_no_mfa', {
        sources: { ...administrator, administratorSecurity },
      });
      expect(said(finding)).toBe(expected);
    },
  );

  test.each([
    [
      'an unconditional second factor',
      [{ type: 'MULTI_FACTOR_AUTHENTICATION', conditional: false }],
      'ABSENT COMPLIANT',
    ],
    [
      'a conditional second factor',
      [{ type: 'MULTI_FACTOR_AUTHENTICATION', conditional: true }],
      'UNKNOWN OPAQUE_POLICY',
    ],
    ['no second factor', [{ type: 'LOGIN', conditional: false }], 'PRESENT HIGH'],
    ['a flow in its place', null, 'UNKNOWN OPAQUE_POLICY'],
  ])('W32 administrator settings forbidden, default policy with %s', async (_, actions, expected) => {
    const policy = {
      directory: 'main',
      externalId: 'p',
      name: 'Default',
      description: null,
      isDefault: true,
    };
    const finding = await ofUser('ping_identity::admin_no_mfa', {
      sources: {
        ...administrator,
        administratorSecurity: async () => unknown('FORBIDDEN'),
        signOnPolicies: async () => (actions === null ? list() : list(policy)),
        signOnPolicyActions: async () =>
          list(
            ...(actions ?? []).map((action, priority) => ({
              ...action,
              externalId: `a${priority}`,
              priority,
              noDevicesMode: null,
              deviceAuthenticationPolicyId: null,
              registrationEnabled: null,
              lockoutEnforced: null,
              socialProviderIds: [],
            })),
          ),
      },
    });
    expect(said(finding)).toBe(expected);
    expect(shown(finding, 'fallback')).toBe('default sign-on policy');
  });

  test.each([
    [4, 0, 'ABSENT COMPLIANT'],
    [5, 0, 'PRESENT MEDIUM'],
    [9, 0, 'PRESENT HIGH'],
    [3, 2, 'UNKNOWN PARTIAL_DATA'],
    [5, 2, 'PRESENT MEDIUM'],
  ])('W33 %i top administrators and %i users with unreadable roles', async (top, unreadable, expected) => {
    const everyUser = people(top + unreadable);
    const finding = await ofDirectory('admin::too_many_top_admins', {
      sources: {
        everyUser: async () => list(...everyUser),
        userRoleAssignments: async (id) =>
          Number(id.split('-')[1]) < top ? list(assigned('Environment Admin')) : missing('UNREACHABLE'),
      },
    });
    expect(said(finding)).toBe(expected);
  });

  test('W34 impossible emptiness', async () => {
    const rule = 'admin::too_few_top_admins';
    const alone = person();
    const everyUser = async () => list(alone);
    expect(said(await ofDirectory(rule, { sources: { everyUser } }))).toBe('UNKNOWN PERMISSION_DENIED');
    const one = { everyUser, ...administrator };
    expect(said(await ofDirectory(rule, { sources: one }))).toBe('PRESENT MEDIUM');
  });

  test.each([
    [97, 3, 0, 'UNKNOWN PARTIAL_DATA'],
    [97, 0, 3, 'PRESENT HIGH'],
    [98, 0, 2, 'ABSENT COMPLIANT'],
  ])('W35 coverage: %i covered, %i unknown, %i without', async (covered, open, without, expected) => {
    const everyUser = people(covered + open + without);
    const finding = await ofDirectory('mfa::org_coverage_low', {
      sources: {
        everyUser: async () => list(...everyUser),
        devices: async ({ externalId }) => {
          const index = Number(externalId.split('-')[1]);
          if (index < covered) return list(device('TOTP'));
          return index < covered + open ? missing('TIMED_OUT') : list();
        },
      },
    });
    expect(said(finding)).toBe(expected);
    expect(shown(finding, open > 0 ? 'coverageLow' : 'coverage')).toBe((covered / 100).toFixed(3));
  });

  test('W36 shared phone', async () => {
    const other = person({ externalId: 'bea', username: 'bea', email: 'bea@example.com' });
    const world = (email: string | null) => ({
      settings: { defaultCallingCode: '1' },
      sources: {
        everyUser: async () => list(person(), { ...other, email }),
        devices: async (user: User) =>
          list(device('SMS', { contact: user.externalId === 'ada' ? '+1 (415) 555-0100' : '4155550100' })),
      },
    });
    const finding = await ofUser('mfa::shared_factor', world('bea@example.com'));
    expect(said(finding)).toBe('PRESENT HIGH');
    expect(JSON.stringify(finding.evidence)).not.toContain('0100');
    expect(said(await ofUser('mfa::shared_factor', world('ada@example.com')))).toBe('ABSENT COMPLIANT');
  });

  test('W41 two local users, one email', async () => {
    const twin = person({ externalId: 'twin', username: 'twin', email: 'ADA@Example.com' });
    const rule = 'identity::duplicate_email';
    const ada = person();
    const world = (other: User) => ({ sources: { everyUser: async () => list(ada, other) } });
    expect(said(await ofUser(rule, world(twin)))).toBe('PRESENT MEDIUM');
    expect(said(await ofUser(rule, world({ ...twin, status: 'SUSPENDED' })))).toBe('ABSENT COMPLIANT');
  });

  test('W45 nothing to correlate with', async () => {
    const user = { email: null, sourceId: null, username: 'svc01' };
    expect(said(await ofUser('identity::missing_correlation_key', { user }))).toBe('PRESENT LOW');
  });

  test('W47 placeholder external id', async () => {
    const rule = 'identity::external_id_conflict';
    const bea = person({ externalId: 'bea' });
    const world = (sourceId: string) => ({
      user: { sourceId },
      sources: { everyUser: async () => list(person({ sourceId }), { ...bea, sourceId }) },
    });
    expect(said(await ofUser(rule, world('N/A')))).toBe('ABSENT COMPLIANT');
    expect(said(await ofUser(rule, world('4711')))).toBe('PRESENT MEDIUM');
  });

  test('W59 a deferred fact', async () => {
    const finding = await ofUser('lifecycle::password_never_set', { depth: 'GATED' });
    expect(said(finding)).toBe('UNKNOWN NOT_REQUESTED');
  });
});
