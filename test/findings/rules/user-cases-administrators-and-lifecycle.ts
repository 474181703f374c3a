import { asOf, assigned, daysAgo, device, list, member, missing, person } from '../support.ts';
import {
  forbidden,
  off,
  strange,
  holding,
  admin,
  hidden,
  having,
  noDevices,
  password,
  noPassword,
  elsewhere,
  ours,
  machine,
  facet,
  verifying,
  nested,
  bea,
  type Cases,
} from './user-worlds.ts';

export const administratorAndLifecycleCases: Cases = {
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
      { user: { status: 'LOCKED', pingOne: { ...facet, lockedAt: daysAgo(8), unlockAt: asOf } } },
    ],
    [
      'ABSENT COMPLIANT',
      { user: { status: 'LOCKED', pingOne: { ...facet, lockedAt: null, unlockAt: asOf } } },
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
  'lifecycle::password_not_required': [
    ['PRESENT HIGH', { user: { rawStatus: 'userAccountControl=544 computed=0' } }],
    ['ABSENT COMPLIANT', { user: { rawStatus: 'userAccountControl=512 computed=32' } }],
    ['ABSENT OUT_OF_SCOPE', { user: { ...off, rawStatus: 'userAccountControl=546' } }],
    ['ABSENT OUT_OF_SCOPE', { user: { rawStatus: 'userAccountControl=544' }, sources: { kind: 'OKTA' } }],
    ['PRESENT HIGH', { user: { rawStatus: 'userAccountControl=544' }, sources: { kind: 'LDAP' } }],
    ['UNKNOWN FIELD_NULL', { user: { rawStatus: 'userAccountControl=?' } }],
    // OpenLDAP has no such flag.
    ['UNKNOWN NOT_CAPABLE', { user: { rawStatus: 'pwdAccountLockedTime=0' }, sources: { kind: 'LDAP' } }],
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
