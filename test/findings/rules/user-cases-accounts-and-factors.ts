import { known, unknown } from '../../../src/model/fact.ts';
import {
  asOf,
  assigned,
  daysAgo,
  device,
  list,
  member,
  missing,
  never,
  person,
  signedOn,
} from '../support.ts';
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
  policies,
  bea,
  type Cases,
} from './user-worlds.ts';

export const accountAndFactorCases: Cases = {
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
};
