/** Parts of worlds that cases of several rules share. */
import type { PasswordState } from '../../../src/model/account.ts';
import type { MfaDevice } from '../../../src/model/mfa.ts';
import type { RoleAssignment } from '../../../src/model/role.ts';
import type { PingOneUserFacet } from '../../../src/model/user.ts';
import { known, type Unknown, unknown } from '../../../src/model/fact.ts';
import { asOf, assigned, daysAgo, list, member, missing, person, type World } from '../support.ts';

/** Of each rule: worlds in which it is there, in which it is not, and in which nobody can tell. */
export type Cases = Readonly<Record<string, readonly (readonly [string, World])[]>>;

export const forbidden = unknown('FORBIDDEN');
export const off = { status: 'SUSPENDED' } as const;
export const strange = { status: 'UNKNOWN' } as const;

export function holding(...rows: readonly RoleAssignment[]) {
  return { userRoleAssignments: async () => list(...rows) };
}
export const admin = holding(assigned('Environment Admin'));
export const hidden = { userRoleAssignments: async () => missing('FORBIDDEN') };
export function having(...rows: readonly MfaDevice[]) {
  return { devices: async () => list(...rows) };
}
export const noDevices = { devices: async () => missing('TIMED_OUT') };
export function password(state: Partial<PasswordState>) {
  const whole = {
    status: 'OK',
    rawStatus: '',
    lastChangedAt: daysAgo(400),
    passwordPolicyId: null,
    ...state,
  } as const;
  return { password: async () => known(whole, asOf) };
}
export const noPassword = { password: async (): Promise<Unknown> => forbidden };
export const elsewhere = { passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'idp' } } as const;
export const ours = { organizationDomains: ['example.com'] };
export const machine = { username: 'svc-backup' };
export const facet: PingOneUserFacet = {
  enabled: true,
  accountStatus: 'LOCKED',
  lockedAt: null,
  unlockAt: null,
  verifyStatus: null,
  lifecycleStatus: 'ACCOUNT_OK',
  accountId: null,
};
export function policies(...enabled: readonly boolean[]) {
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
export const verifyProfile = {
  name: null,
  region: null,
  type: null,
  status: null,
  organizationId: null,
  licenseId: null,
  purpose: 'WORKFORCE',
  products: ['PING_ONE_VERIFY'],
  mfaKeptElsewhere: false,
  createdAt: null,
} as const;
export const withVerify = { profile: async () => known(verifyProfile, asOf) };
export function verifying(verifyStatus: string | null): World {
  return { user: { pingOne: { ...facet, verifyStatus } }, sources: withVerify };
}
export const nested = {
  userGroups: async () => list(member('G1')),
  groupParents: async (id: string) => (id === 'G1' ? list(member('G2')) : list<never>()),
  groupRoleAssignments: async (id: string) =>
    id === 'G2' ? list(assigned('Environment Admin')) : list<never>(),
};
export const bea = person({ externalId: 'bea', username: 'bea', email: 'bea@example.com' });
