import type { ProviderKind } from '../model/directory.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { ApplicationWrites } from './application-writes.ts';
import type { ChangeReads } from './change-reads.ts';
import type { ControlReads } from './control-reads.ts';
import type { MembershipWrites } from './membership-writes.ts';
import type { MfaWrites } from './mfa-writes.ts';
import type { ObjectWrites } from './object-writes.ts';
import type { OwnerReads } from './owner-reads.ts';
import type { ApplicationReads, GroupReads, MfaReads, SettingReads, UserReads } from './provider.ts';
import type { UserWrites } from './user-writes.ts';

type Refusal = () => Promise<never>;

/** Everything that a provider may be asked for, each answered with `UNSUPPORTED` without a call. Providers put theirs over it. */
export interface Unsupported {
  readonly users: Omit<UserReads, 'planFilter' | 'list' | 'get' | 'findByUsername' | 'findByEmail'>;
  readonly mfa: MfaReads;
  readonly groups: GroupReads;
  readonly applications: ApplicationReads;
  readonly settings: SettingReads;
  readonly owners: OwnerReads;
  readonly controls: ControlReads;
  readonly changes: ChangeReads;
  readonly userWrites: UserWrites;
  readonly mfaWrites: Omit<MfaWrites, 'deleteAllDevices'>;
  readonly membershipWrites: MembershipWrites;
  readonly objectWrites: ObjectWrites;
  readonly applicationWrites: ApplicationWrites;
}

/**
 * What a provider does not have is an error and no empty list: an empty list would say that there is nothing, where nothing is
 * known. @param directory its key, which the errors name.
 */
export function unsupported(kind: ProviderKind, directory: string): Unsupported {
  const no =
    (what: string): Refusal =>
    () =>
      Promise.reject(
        new UpstreamError({
          code: 'UNSUPPORTED',
          message: `${directory}: ${what} cannot be had from a directory of the kind ${kind}: nothing was asked.`,
          directory,
          route: what,
        }),
      );
  const each = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, Refusal>> =>
    Object.fromEntries(names.map((name) => [name, no(name)])) as Record<Name, Refusal>;
  return {
    users: each([
      'groupsOf',
      'roleAssignmentsOf',
      'passwordState',
      'sessions',
      'linkedAccounts',
      'mfaBypass',
    ]),
    mfa: each(['devicesOf', 'report']),
    groups: each(['list', 'get', 'getMany', 'members', 'totalMemberCount', 'parents', 'roleAssignmentsOf']),
    applications: each([
      'list',
      'get',
      'grants',
      'attributes',
      'signOnPolicyAssignments',
      'roleAssignmentsOf',
      'secretState',
      'flowPolicyAssigned',
      'usage',
    ]),
    settings: each([
      'populations',
      'roles',
      'signOnPolicies',
      'signOnPolicyActions',
      'passwordPolicies',
      'deviceAuthenticationPolicies',
      'fido2Policies',
      'mfaSettings',
      'administratorSecurity',
      'identityProviders',
      'identityProviderAttributes',
      'certificates',
      'webhooks',
      'gatewayRoleAssignments',
      'gateways',
      'gatewayCredentials',
      'populationIdentityProvider',
      'userActivities',
    ]),
    owners: each(['ofGroup', 'ofApplication']),
    controls: each(['legacyProtocols', 'inactivityAutomations']),
    changes: each(['mark', 'since']),
    userWrites: each([
      'setEnabled',
      'lock',
      'unlock',
      'forcePasswordChange',
      'setPassword',
      'unlockPassword',
      'deleteSession',
      'endSessions',
      'create',
      'setProfile',
      'delete',
      'setPopulation',
      'setIdentityProvider',
      'setVerification',
      'deleteLinkedAccount',
    ]),
    mfaWrites: each([
      'setMfaEnabled',
      'setBypassUntil',
      'pairDevice',
      'makePairingKey',
      'activateDevice',
      'setNickname',
      'deleteDevice',
      'blockDevice',
      'unblockDevice',
      'unlockDevice',
    ]),
    membershipWrites: each([
      'userMembership',
      'addUserToGroup',
      'removeUserFromGroup',
      'groupMembership',
      'addGroupToGroup',
      'removeGroupFromGroup',
      'roleAssignment',
      'assignRole',
      'removeRole',
    ]),
    objectWrites: each(['read', 'find', 'create', 'replace', 'remove', 'setPopulationIdentityProvider']),
    applicationWrites: each([
      'rotateSecret',
      'deletePreviousSecret',
      'importCertificate',
      'deleteCertificate',
    ]),
  };
}
