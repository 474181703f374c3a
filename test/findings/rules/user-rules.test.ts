import { expect, test } from 'vitest';
import { userRules } from '../../../src/findings/user-rules.ts';
import { known, type Unknown, unknown } from '../../../src/model/fact.ts';
import type { MfaDevice } from '../../../src/model/mfa.ts';
import type { PasswordState } from '../../../src/model/account.ts';
import type { RoleAssignment } from '../../../src/model/role.ts';
import type { User } from '../../../src/model/user.ts';
import {
  asOf,
  assigned,
  daysAgo,
  device,
  list,
  member,
  missing,
  never,
  ofUserAmongAll,
  person,
  said,
  signedOn,
  type World,
} from '../support.ts';

const forbidden = unknown('FORBIDDEN');
const off = { status: 'SUSPENDED' } as const;
const strange = { status: 'UNKNOWN' } as const;

function holding(...rows: readonly RoleAssignment[]) {
  return { userRoleAssignments: async () => list(...rows) };
}
const admin = holding(assigned('Environment Admin'));
const hidden = { userRoleAssignments: async () => missing('FORBIDDEN') };
function having(...rows: readonly MfaDevice[]) {
  return { devices: async () => list(...rows) };
}
const noDevices = { devices: async () => missing('TIMED_OUT') };
function password(state: Partial<PasswordState>) {
  const whole = {
    status: 'OK',
    rawStatus: '',
    lastChangedAt: daysAgo(400),
    passwordPolicyId: null,
    ...state,
  } as const;
  return { password: async () => known(whole, asOf) };
}
const noPassword = { password: async (): Promise<Unknown> => forbidden };
const elsewhere = { passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'idp' } } as const;
const ours = { organizationDomains: ['example.com'] };
const machine = { username: 'svc-backup' };
const pingOne = person().pingOne;
if (pingOne === null) throw new Error('The person of these tests is one of PingOne.');
function policies(...enabled: readonly boolean[]) {
  return {
    deviceAuthenticationPolicies: async () =>
      list(
        ...enabled.map((on, index) => ({
          directory: 'main',
          externalId: `p${index}`,
          name: `p${index}`,
          isDefault: index === 0,
          methods: ['sms', 'totp', 'fido2'].map((method) => ({ method, enabled: on, pairingDisabled: null })),
          fido2PolicyId: null,
          ignoreUserLock: null,
          newDeviceNotification: null,
          rememberMeMinutes: null,
          pushNumberMatching: null,
        })),
      ),
  };
}
function verifying(verifyStatus: string | null): World {
  const profile = async () =>
    known(
      {
        name: null,
        region: null,
        type: null,
        status: null,
        organizationId: null,
        licenseId: null,
        purpose: 'WORKFORCE' as const,
        products: ['PING_ONE_VERIFY'],
        mfaKeptElsewhere: false,
        createdAt: null,
      },
      asOf,
    );
  return {
    user: { pingOne: { ...person().pingOne, ...pingOne, verifyStatus } as User['pingOne'] },
    sources: { profile },
  };
}
const nested = {
  userGroups: async () => list(member('G1')),
  groupParents: async (id: string) => (id === 'G1' ? list(member('G2')) : list<never>()),
  groupRoleAssignments: async (id: string) =>
    id === 'G2' ? list(assigned('Environment Admin')) : list<never>(),
};
const bea = person({ externalId: 'bea', username: 'bea', email: 'bea@example.com' });

/** Of each rule: worlds in which it is there, in which it is not, and in which nobody can tell. */
const cases: Record<string, readonly (readonly [string, World])[]> = {
  'offboarding::disabled_user_retains_admin_role': [
    ['PRESENT MEDIUM', { user: off, sources: admin }],
    ['ABSENT COMPLIANT', { user: off }],
    ['ABSENT COMPLIANT', { user: off, sources: holding(assigned('Identity Data Read Only')) }],
    ['UNKNOWN PERMISSION_DENIED', { user: off, sources: hidden }],
    ['UNKNOWN INVALID_VALUE', { user: strange, sources: admin }],
  ],
  'offboarding::disabled_user_retains_groups': [
    ['PRESENT LOW', { user: off, sources: { userGroups: async () => list(member('G1')) } }],
    ['ABSENT COMPLIANT', { user: off, sources: { userGroups: async () => list(member('G1', 'INDIRECT')) } }],
    ['ABSENT OUT_OF_SCOPE', { sources: { userGroups: async () => list(member('G1')) } }],
    ['UNKNOWN SOURCE_UNREACHABLE', { user: off, sources: { userGroups: async () => missing('TIMED_OUT') } }],
  ],
  'offboarding::disabled_user_live_session': [
    [
      'PRESENT HIGH',
      {
        user: off,
        sources: {
          sessions: async () =>
            list({
              externalId: 's',
              createdAt: asOf,
              activeAt: asOf,
              expiresAt: null,
              browser: null,
              operatingSystem: null,
              deviceType: null,
              remoteIp: null,
              authenticators: [],
            }),
        },
      },
    ],
    ['ABSENT COMPLIANT', { user: off }],
    ['UNKNOWN PERMISSION_DENIED', { user: off, sources: { sessions: async () => missing('FORBIDDEN') } }],
  ],
  'offboarding::disabled_user_retains_factors': [
    ['PRESENT LOW', { user: off, sources: having(device('SMS', { status: 'BLOCKED' })) }],
    ['ABSENT COMPLIANT', { user: off }],
    ['UNKNOWN SOURCE_UNREACHABLE', { user: off, sources: noDevices }],
  ],
  'offboarding::end_date_passed': [
    ['PRESENT HIGH', { user: { endDate: '2025-06-01' } }],
    ['ABSENT COMPLIANT', { user: { endDate: '2026-06-01' } }],
    ['ABSENT COMPLIANT', { settings: { endDatesKept: true } }],
    ['UNKNOWN NOT_CAPABLE', {}],
    ['UNKNOWN INVALID_VALUE', { user: { endDate: 'summer' } }],
  ],
  'stale::user_inactive': [
    ['PRESENT HIGH', { user: signedOn(daysAgo(181)) }],
    ['ABSENT COMPLIANT', {}],
    ['UNKNOWN PERMISSION_DENIED', { user: { lastSignOn: forbidden } }],
  ],
  'stale::user_never_signed_in': [
    ['PRESENT LOW', { user: { ...never, createdAt: daysAgo(31) } }],
    ['ABSENT COMPLIANT', { user: { ...never, createdAt: daysAgo(30) } }],
    ['UNKNOWN FIELD_NULL', { user: { ...never, createdAt: null } }],
  ],
  'stale::admin_inactive': [
    ['PRESENT HIGH', { user: signedOn(daysAgo(46)), sources: admin }],
    ['PRESENT CRITICAL', { user: signedOn(daysAgo(91)), sources: admin }],
    ['PRESENT CRITICAL', { user: never, sources: admin }],
    ['ABSENT COMPLIANT', { user: signedOn(daysAgo(44)), sources: { ...admin } }],
    ['ABSENT OUT_OF_SCOPE', { user: signedOn(daysAgo(91)) }],
    ['UNKNOWN PERMISSION_DENIED', { user: signedOn(daysAgo(46)), sources: hidden }],
  ],
  'stale::external_user_inactive': [
    ['PRESENT MEDIUM', { user: { ...signedOn(daysAgo(91)), email: 'ada@else.org' }, settings: ours }],
    ['PRESENT MEDIUM', { user: { ...signedOn(daysAgo(91)), employmentType: 'Guest' } }],
    ['ABSENT OUT_OF_SCOPE', { user: signedOn(daysAgo(91)), settings: ours }],
    ['UNKNOWN NOT_CONFIGURED', { user: signedOn(daysAgo(91)) }],
    ['UNKNOWN FIELD_NULL', { user: { ...never, createdAt: null, employmentType: 'Guest' } }],
  ],
  'stale::service_account_inactive': [
    ['PRESENT MEDIUM', { user: { ...machine, ...signedOn(daysAgo(91)) } }],
    ['ABSENT COMPLIANT', { user: machine }],
    ['ABSENT OUT_OF_SCOPE', { user: signedOn(daysAgo(91)) }],
    [
      'UNKNOWN NOT_CONFIGURED',
      { user: { ...signedOn(daysAgo(91)), employmentType: null }, settings: { serviceAccountPatterns: [] } },
    ],
  ],
  'mfa::user_no_factor': [
    ['PRESENT HIGH', { sources: having(device('TOTP', { status: 'LOCKED' })) }],
    ['ABSENT COMPLIANT', { sources: having(device('TOTP')) }],
    ['ABSENT OUT_OF_SCOPE', { user: machine }],
    ['UNKNOWN SOURCE_UNREACHABLE', { sources: noDevices }],
    ['UNKNOWN OPAQUE_POLICY', { user: elsewhere }],
  ],
  'mfa::user_mfa_disabled': [
    ['PRESENT HIGH', { user: { mfaEnabled: known(false, asOf) } }],
    ['ABSENT COMPLIANT', {}],
    ['ABSENT COMPLIANT', { user: { mfaEnabled: known(false, asOf), createdAt: daysAgo(3) } }],
    ['ABSENT OUT_OF_SCOPE', { user: { mfaEnabled: known(false, asOf) }, settings: { mfaEngine: 'PINGID' } }],
    ['UNKNOWN FIELD_NULL', { user: { mfaEnabled: unknown('MISSING') } }],
  ],
  'mfa::user_mfa_bypass_active': [
    [
      'PRESENT HIGH',
      { sources: { bypass: async () => known({ until: new Date(asOf.getTime() + 3_600_000) }, asOf) } },
    ],
    ['PRESENT CRITICAL', { sources: { bypass: async () => known({ until: daysAgo(-2) }, asOf) } }],
    ['ABSENT COMPLIANT', { sources: { bypass: async () => known({ until: daysAgo(1) }, asOf) } }],
    ['UNKNOWN PERMISSION_DENIED', { sources: { bypass: async () => forbidden } }],
  ],
  'mfa::weak_factor_only': [
    ['PRESENT MEDIUM', { sources: having(device('SMS'), device('EMAIL')) }],
    ['ABSENT COMPLIANT', { sources: having(device('SMS'), device('TOTP')) }],
    ['ABSENT COMPLIANT', {}],
    ['UNKNOWN SOURCE_UNREACHABLE', { sources: noDevices }],
  ],
  'mfa::weak_factor_fallback': [
    ['PRESENT LOW', { sources: { ...having(device('SMS'), device('TOTP')), ...policies(true) } }],
    ['ABSENT COMPLIANT', { sources: { ...having(device('SMS'), device('TOTP')), ...policies(false) } }],
    ['ABSENT COMPLIANT', { sources: { ...having(device('TOTP')), ...policies(true) } }],
    ['UNKNOWN OPAQUE_POLICY', { sources: having(device('SMS'), device('TOTP')) }],
  ],
  'mfa::no_phishing_resistant_factor': [
    ['PRESENT LOW', { sources: having(device('TOTP')) }],
    ['ABSENT COMPLIANT', { sources: having(device('FIDO2')) }],
    ['UNKNOWN SOURCE_UNREACHABLE', { sources: noDevices }],
  ],
  'mfa::registered_factors_disallowed': [
    ['PRESENT MEDIUM', { sources: { ...having(device('SMS')), ...policies(false, false) } }],
    ['ABSENT COMPLIANT', { sources: { ...having(device('SMS')), ...policies(true) } }],
    ['ABSENT COMPLIANT', { sources: policies(false) }],
    ['UNKNOWN OPAQUE_POLICY', { sources: { ...having(device('SMS')), ...policies(true, false) } }],
  ],
  'mfa::unverified_factor': [
    [
      'PRESENT LOW',
      { sources: having(device('SMS', { status: 'ACTIVATION_REQUIRED', createdAt: daysAgo(8) })) },
    ],
    [
      'ABSENT COMPLIANT',
      { sources: having(device('SMS', { status: 'ACTIVATION_REQUIRED', createdAt: daysAgo(7) })) },
    ],
    [
      'UNKNOWN FIELD_NULL',
      { sources: having(device('SMS', { status: 'ACTIVATION_REQUIRED', createdAt: null })) },
    ],
  ],
  'mfa::shared_factor': [
    [
      'PRESENT HIGH',
      {
        sources: {
          everyUser: async () => list(person(), bea),
          ...having(device('SMS', { contact: '+49 170 1234567' })),
        },
      },
    ],
    ['ABSENT COMPLIANT', { sources: { everyUser: async () => list(person(), bea) } }],
    ['UNKNOWN NOT_REQUESTED', { sources: { everyUser: async () => missing('NOT_REQUESTED') } }],
  ],
  'mfa::factor_contact_mismatch': [
    [
      'PRESENT LOW',
      {
        user: { mobilePhone: '+1 415 5550100' },
        sources: having(device('SMS', { contact: '+14155550199' })),
      },
    ],
    ['PRESENT MEDIUM', { settings: ours, sources: having(device('EMAIL', { contact: 'ada@else.org' })) }],
    [
      'ABSENT COMPLIANT',
      {
        user: { mobilePhone: '+1 415 5550100' },
        sources: having(device('SMS', { contact: '+14155550100' })),
      },
    ],
    ['UNKNOWN FIELD_NULL', { sources: having(device('SMS', { contact: '+14155550100' })) }],
    ['UNKNOWN NOT_CONFIGURED', { sources: having(device('EMAIL', { contact: 'ada@else.org' })) }],
  ],
  'mfa::no_backup_factor': [
    ['PRESENT INFO', { sources: { ...admin, ...having(device('TOTP')) } }],
    ['ABSENT COMPLIANT', { sources: { ...admin, ...having(device('TOTP'), device('FIDO2')) } }],
    ['ABSENT OUT_OF_SCOPE', { sources: having(device('TOTP')) }],
    ['UNKNOWN SOURCE_UNREACHABLE', { sources: { ...admin, ...noDevices } }],
  ],
  'mfa::all_factors_locked': [
    ['PRESENT MEDIUM', { sources: having(device('TOTP', { status: 'LOCKED' })) }],
    ['ABSENT COMPLIANT', { sources: having(device('TOTP', { status: 'LOCKED' }), device('SMS')) }],
    ['ABSENT COMPLIANT', {}],
    ['UNKNOWN INVALID_VALUE', { sources: having(device('TOTP', { status: 'UNKNOWN' })) }],
  ],
  'mfa::service_account_password_sign_in': [
    ['PRESENT MEDIUM', { user: machine }],
    ['ABSENT COMPLIANT', { user: machine, sources: password({ status: 'NO_PASSWORD' }) }],
    ['ABSENT OUT_OF_SCOPE', {}],
    ['UNKNOWN PERMISSION_DENIED', { user: machine, sources: noPassword }],
  ],
  'ping_identity::admin_no_mfa': [
    ['ABSENT COMPLIANT', { sources: admin }],
    ['ABSENT OUT_OF_SCOPE', {}],
    [
      'UNKNOWN PERMISSION_DENIED',
      {
        sources: {
          ...admin,
          administratorSecurity: async () => forbidden,
          signOnPolicies: async () => missing('FORBIDDEN'),
        },
      },
    ],
  ],
  'admin::standing_top_role': [
    [
      'PRESENT MEDIUM',
      { sources: holding(assigned('Organization Admin', { on: ['ORGANIZATION', 'organization'] })) },
    ],
    ['ABSENT COMPLIANT', { sources: admin }],
    ['ABSENT OUT_OF_SCOPE', { settings: { breakGlass: ['ada'] }, sources: admin }],
    ['UNKNOWN PERMISSION_DENIED', { sources: hidden }],
  ],
  'admin::admin_without_factor': [
    ['PRESENT CRITICAL', { sources: admin }],
    ['ABSENT COMPLIANT', { sources: { ...admin, ...having(device('SMS')) } }],
    ['UNKNOWN OPAQUE_POLICY', { user: elsewhere, sources: admin }],
    ['UNKNOWN PERMISSION_DENIED', { sources: hidden }],
  ],
  'admin::admin_weak_mfa': [
    ['PRESENT HIGH', { sources: { ...admin, ...having(device('SMS')) } }],
    ['ABSENT COMPLIANT', { sources: { ...admin, ...having(device('SMS'), device('TOTP')) } }],
    ['UNKNOWN SOURCE_UNREACHABLE', { sources: { ...admin, ...noDevices } }],
  ],
  'admin::admin_not_phishing_resistant': [
    ['PRESENT HIGH', { sources: { ...admin, ...having(device('TOTP')) } }],
    ['PRESENT MEDIUM', { sources: holding(assigned('Help Desk Admin')) }],
    ['ABSENT COMPLIANT', { sources: { ...admin, ...having(device('FIDO2')) } }],
    ['UNKNOWN SOURCE_UNREACHABLE', { sources: { ...admin, ...noDevices } }],
  ],
  'admin::admin_external_identity': [
    ['PRESENT CRITICAL', { user: { email: 'ada@else.org' }, settings: ours, sources: admin }],
    ['PRESENT HIGH', { user: { employmentType: 'Partner' }, sources: holding(assigned('Help Desk Admin')) }],
    ['ABSENT COMPLIANT', { settings: ours, sources: admin }],
    ['UNKNOWN NOT_CONFIGURED', { sources: admin }],
  ],
  'admin::admin_federated_or_synced': [
    ['PRESENT MEDIUM', { user: elsewhere, sources: admin }],
    ['ABSENT COMPLIANT', { sources: admin }],
    [
      'UNKNOWN FIELD_NULL',
      { user: { passwordAuthority: { kind: 'UNKNOWN', identityProviderId: null } }, sources: admin },
    ],
  ],
  'admin::generic_admin_account': [
    ['PRESENT MEDIUM', { user: { username: 'Admin@example.com' }, sources: admin }],
    ['ABSENT COMPLIANT', { sources: admin }],
    ['UNKNOWN PERMISSION_DENIED', { user: { username: 'root' }, sources: hidden }],
  ],
  'admin::role_via_group': [
    ['PRESENT INFO', { sources: { ...nested, userGroups: async () => list(member('G2')) } }],
    ['ABSENT COMPLIANT', { sources: admin }],
    ['UNKNOWN PERMISSION_DENIED', { sources: { ...admin, userGroups: async () => missing('FORBIDDEN') } }],
  ],
  'admin::role_via_nested_group': [
    ['PRESENT MEDIUM', { sources: nested }],
    ['ABSENT COMPLIANT', { sources: { ...nested, ...admin } }],
    [
      'UNKNOWN PERMISSION_DENIED',
      {
        sources: {
          ...admin,
          userGroups: async () => list(member('G1')),
          groupParents: async () => missing('FORBIDDEN'),
        },
      },
    ],
  ],
  'admin::direct_role_assignment': [
    ['PRESENT LOW', { settings: { roleAssignmentModel: 'GROUP' }, sources: admin }],
    ['ABSENT COMPLIANT', { settings: { roleAssignmentModel: 'GROUP' }, sources: nested }],
    ['ABSENT OUT_OF_SCOPE', { sources: admin }],
    ['UNKNOWN PERMISSION_DENIED', { settings: { roleAssignmentModel: 'GROUP' }, sources: hidden }],
  ],
  'admin::redundant_role_assignment': [
    [
      'PRESENT LOW',
      {
        sources: holding(
          assigned('Help Desk Admin'),
          assigned('Help Desk Admin', { on: ['ORGANIZATION', 'o'] }),
        ),
      },
    ],
    ['ABSENT COMPLIANT', { sources: holding(assigned('Help Desk Admin'), assigned('Environment Admin')) }],
    [
      'UNKNOWN PARTIAL_DATA',
      {
        sources: holding(
          assigned('Help Desk Admin'),
          assigned('Help Desk Admin', { on: ['APPLICATION', 'a'] }),
        ),
      },
    ],
  ],
  'admin::can_escalate_to_top': [
    ['PRESENT HIGH', { sources: holding(assigned('Delegator')) }],
    ['ABSENT COMPLIANT', { sources: holding(assigned('Identity Data Admin')) }],
    ['ABSENT COMPLIANT', { sources: holding(assigned('Environment Admin')) }],
    ['UNKNOWN INVALID_VALUE', { sources: holding(assigned('Help Desk Admin'), assigned('Strange Role')) }],
  ],
  'admin::toxic_role_combination': [
    [
      'PRESENT MEDIUM',
      { sources: holding(assigned('Identity Data Admin'), assigned('Client Application Developer')) },
    ],
    ['ABSENT COMPLIANT', { sources: admin }],
    ['UNKNOWN FIELD_NULL', { sources: holding(assigned('Identity Data Admin'), assigned('gone')) }],
  ],
  'identity::duplicate_email': [
    [
      'PRESENT MEDIUM',
      { sources: { everyUser: async () => list(person(), { ...bea, email: 'ada@example.com' }) } },
    ],
    ['ABSENT COMPLIANT', { sources: { everyUser: async () => list(person(), bea) } }],
    ['UNKNOWN NOT_REQUESTED', { sources: { everyUser: async () => missing('NOT_REQUESTED') } }],
    ['UNKNOWN FIELD_NULL', { user: { email: null } }],
  ],
  'identity::external_id_conflict': [
    [
      'PRESENT MEDIUM',
      { user: { sourceId: '7' }, sources: { everyUser: async () => list({ ...bea, sourceId: '7' }) } },
    ],
    [
      'ABSENT COMPLIANT',
      { user: { sourceId: '7' }, sources: { everyUser: async () => list({ ...bea, sourceId: '8' }) } },
    ],
    [
      'UNKNOWN NOT_REQUESTED',
      { user: { sourceId: '7' }, sources: { everyUser: async () => missing('NOT_REQUESTED') } },
    ],
  ],
  'identity::missing_correlation_key': [
    ['PRESENT LOW', { user: { email: 'none' } }],
    ['ABSENT COMPLIANT', { user: { email: null, username: 'ada@example.com' } }],
    ['UNKNOWN INVALID_VALUE', { user: { ...strange, email: null } }],
  ],
  'identity::unapproved_email_domain': [
    ['PRESENT LOW', { user: { email: 'ada@else.org' }, settings: ours }],
    ['PRESENT MEDIUM', { user: { email: 'ada@gmail.com' }, settings: ours }],
    [
      'ABSENT COMPLIANT',
      { user: { email: 'ada@partner.org' }, settings: { ...ours, partnerDomains: ['partner.org'] } },
    ],
    ['UNKNOWN NOT_CONFIGURED', {}],
    ['UNKNOWN FIELD_NULL', { user: { email: null }, settings: ours }],
  ],
  'identity::orphan_service_account': [
    ['PRESENT MEDIUM', { user: machine, settings: { ownerAttribute: 'owner' } }],
    [
      'ABSENT COMPLIANT',
      { user: { ...machine, customAttributes: { owner: 'bea' } }, settings: { ownerAttribute: 'owner' } },
    ],
    ['UNKNOWN NOT_CONFIGURED', { user: machine }],
  ],
  'lifecycle::pending_activation': [
    ['PRESENT LOW', { user: { status: 'PENDING', createdAt: daysAgo(15) } }],
    [
      'PRESENT MEDIUM',
      { user: { status: 'PENDING', createdAt: daysAgo(15) }, sources: holding(assigned('Help Desk Admin')) },
    ],
    ['ABSENT COMPLIANT', { user: { status: 'PENDING', createdAt: daysAgo(14) } }],
    ['UNKNOWN FIELD_NULL', { user: { status: 'PENDING', createdAt: null } }],
  ],
  'lifecycle::email_unverified': [
    ['PRESENT LOW', { user: { emailVerified: false } }],
    ['ABSENT COMPLIANT', {}],
    ['UNKNOWN FIELD_NULL', { user: { emailVerified: null } }],
  ],
  'lifecycle::account_locked': [
    ['PRESENT LOW', { user: { status: 'LOCKED' } }],
    [
      'PRESENT LOW',
      { user: { status: 'LOCKED', pingOne: { ...pingOne, lockedAt: daysAgo(8), unlockAt: asOf } } },
    ],
    [
      'ABSENT COMPLIANT',
      { user: { status: 'LOCKED', pingOne: { ...pingOne, lockedAt: null, unlockAt: asOf } } },
    ],
    ['UNKNOWN NOT_CAPABLE', { user: { status: 'LOCKED', pingOne: null } }],
  ],
  'lifecycle::password_never_set': [
    ['PRESENT MEDIUM', { sources: password({ status: 'NO_PASSWORD' }) }],
    ['ABSENT COMPLIANT', { sources: { ...password({ status: 'NO_PASSWORD' }), ...having(device('FIDO2')) } }],
    ['ABSENT OUT_OF_SCOPE', { user: elsewhere, sources: password({ status: 'NO_PASSWORD' }) }],
    ['UNKNOWN PERMISSION_DENIED', { sources: noPassword }],
  ],
  'lifecycle::password_change_pending': [
    ['PRESENT LOW', { sources: password({ status: 'MUST_CHANGE', lastChangedAt: daysAgo(8) }) }],
    ['ABSENT COMPLIANT', { sources: password({ status: 'MUST_CHANGE', lastChangedAt: daysAgo(7) }) }],
    ['UNKNOWN FIELD_NULL', { sources: password({ status: 'MUST_CHANGE', lastChangedAt: null }) }],
  ],
  'lifecycle::password_expired': [
    ['PRESENT LOW', { sources: password({ status: 'EXPIRED' }) }],
    ['ABSENT COMPLIANT', { sources: password({}) }],
    ['UNKNOWN INVALID_VALUE', { sources: password({ status: 'UNKNOWN' }) }],
  ],
  'lifecycle::password_stale_without_mfa': [
    ['PRESENT MEDIUM', { sources: password({}) }],
    ['ABSENT COMPLIANT', { sources: { ...password({}), ...having(device('SMS')) } }],
    ['ABSENT COMPLIANT', { sources: password({ lastChangedAt: daysAgo(365) }) }],
    ['UNKNOWN PERMISSION_DENIED', { sources: noPassword }],
  ],
  'lifecycle::contractor_without_end_date': [
    ['PRESENT LOW', { user: { employmentType: 'Contractor' }, settings: { endDatesKept: true } }],
    ['ABSENT COMPLIANT', { user: { employmentType: 'Contractor', endDate: '2026-01-01' } }],
    ['ABSENT OUT_OF_SCOPE', {}],
    ['UNKNOWN NOT_CAPABLE', { user: { employmentType: 'Contractor' } }],
  ],
  'lifecycle::identity_verification_disabled': [
    ['PRESENT INFO', verifying('DISABLED')],
    ['ABSENT COMPLIANT', verifying('ENABLED')],
    ['ABSENT OUT_OF_SCOPE', {}],
    ['UNKNOWN FIELD_NULL', verifying(null)],
  ],
  'group::user_in_no_group': [
    ['PRESENT INFO', { settings: { groupMembershipExpected: true } }],
    [
      'ABSENT COMPLIANT',
      {
        settings: { groupMembershipExpected: true },
        sources: { userGroups: async () => list(member('G1')) },
      },
    ],
    [
      'UNKNOWN SOURCE_UNREACHABLE',
      {
        settings: { groupMembershipExpected: true },
        sources: { userGroups: async () => missing('TIMED_OUT') },
      },
    ],
  ],
};

const table = Object.entries(cases).flatMap(([rule, worlds]) =>
  worlds.map(([expected, world]) => [rule, expected, world] as const),
);

test.each(table)('%s is %s', async (rule, expected, world) => {
  expect(said(await ofUserAmongAll(rule, world))).toBe(expected);
});

test('every rule about a user has a case in which it is there, one in which it is not, and one in which nobody can tell', () => {
  const lacking = userRules
    .filter(({ subject }) => subject === 'USER')
    .flatMap(({ id }) => {
      const states = new Set((cases[id] ?? []).map(([expected]) => expected.split(' ')[0]));
      // The worked cases W31 and W32 hold the ones in which this rule is there.
      if (id === 'ping_identity::admin_no_mfa') states.add('PRESENT');
      return ['PRESENT', 'ABSENT', 'UNKNOWN']
        .filter((state) => !states.has(state))
        .map((state) => `${id} ${state}`);
    });
  expect(lacking).toEqual([]);
});
