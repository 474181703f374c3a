import DataLoader from 'dataloader';
import type { LinkedAccount, MfaBypass, PasswordState, Session } from '../model/account.ts';
import type {
  Application,
  ApplicationAttribute,
  ApplicationGrant,
  ApplicationSecretState,
  ApplicationUsage,
  SignOnPolicyAssignment,
} from '../model/application.ts';
import type { Listing } from '../model/coverage.ts';
import type { GatewayCredential } from '../model/gateway.ts';
import type { Group, Membership } from '../model/group.ts';
import type { Owner } from '../model/owner.ts';
import type { IdentityProviderAttribute, SignOnPolicyAction } from '../model/policy.ts';
import type { RoleAssignment } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { MfaReport } from '../providers/provider.ts';
import type { CallContext } from '../upstream/call.ts';
import type { CacheKind } from './cache.ts';
import type { Directory } from './directory.ts';
import { type DevicesFact, planDevices, type PlannedDevices, readDevicesOf, tryReport } from './mfa-plan.ts';
import { byExternalId } from './by-external-id.ts';
import { invertedMemberships, planMemberships } from './membership-plan.ts';
import { type Loader, OncePerId } from './once-per-id.ts';
import type { RequestScope } from './request-scope.ts';
import { readSettings, type SettingLoaders } from './setting-loaders.ts';
import { youngSnapshot } from './snapshot/young-snapshot.ts';

/** What one request reads of one directory: every object at most once, whatever path the query reached it by. */
export interface DirectoryLoaders {
  readonly directory: Directory;
  readonly scope: RequestScope;
  readonly user: Loader<User | null>;
  readonly group: Loader<Group | null>;
  readonly application: Loader<Application | null>;
  readonly userGroups: Loader<Listing<Membership>>;
  readonly userRoleAssignments: Loader<Listing<RoleAssignment>>;
  readonly password: Loader<PasswordState>;
  readonly sessions: Loader<Listing<Session>>;
  readonly linkedAccounts: Loader<Listing<LinkedAccount>>;
  readonly bypass: Loader<MfaBypass>;
  readonly groupParents: Loader<Listing<Membership>>;
  readonly groupRoleAssignments: Loader<Listing<RoleAssignment>>;
  readonly groupTotalMembers: Loader<number | null>;
  readonly groupOwners: Loader<Listing<Owner>>;
  readonly applicationOwners: Loader<Listing<Owner>>;
  readonly applicationGrants: Loader<Listing<ApplicationGrant>>;
  readonly applicationAttributes: Loader<Listing<ApplicationAttribute>>;
  readonly applicationPolicies: Loader<Listing<SignOnPolicyAssignment>>;
  readonly applicationRoleAssignments: Loader<Listing<RoleAssignment>>;
  readonly applicationSecret: Loader<ApplicationSecretState>;
  readonly applicationFlowPolicyAssigned: Loader<boolean>;
  readonly populationIdentityProvider: Loader<string | null>;
  readonly signOnPolicyActions: Loader<Listing<SignOnPolicyAction>>;
  readonly gatewayCredentials: Loader<Listing<GatewayCredential>>;
  readonly identityProviderAttributes: Loader<Listing<IdentityProviderAttribute>>;
  readonly settings: SettingLoaders;
  /** Devices of a user; users asked for in the same turn are planned together. */
  devices(user: User): Promise<DevicesFact>;
  /** The same, for somebody who is sure to be asked for later: it does not count as asked. */
  beginDevices(user: User): Promise<DevicesFact>;
  /** The same before the user itself was read: it costs a call even where a list row would have told. */
  beginDevicesOf(userId: string): void;
  /** The provider's report of everybody's devices, for users who are sure to be asked about together. */
  beginReport(): void;
  /** Every application; they are few enough to be read whole. */
  applications(): Promise<Listing<Application>>;
  /** Completed sign-ons of the last `days` days, by application id. */
  usage(days: number): Promise<ReadonlyMap<string, ApplicationUsage>>;
  /** Forgets what this request and this process know of a user, after it was changed. */
  forgetUser(userId: string): void;
}

export function createLoaders(directory: Directory, scope: RequestScope): DirectoryLoaders {
  const { provider } = directory;

  function cached<T>(
    kind: CacheKind,
    read: (id: string, context: CallContext) => Promise<T>,
  ): (id: string) => Promise<T> {
    return (id) =>
      directory.cache.read(kind, id, scope, (context) => {
        scope.meter.read(1);
        return read(id, context);
      });
  }

  function perId<T>(kind: CacheKind, read: (id: string, context: CallContext) => Promise<T>): Loader<T> {
    return new OncePerId(scope.meter, cached(kind, read));
  }

  const groupsOfUser = cached('userGroups', (id, context) => provider.users.groupsOf(id, context));

  const groups = new DataLoader<string, Group | null>(async (ids) => {
    const snapshot = youngSnapshot(directory, scope);
    const known = snapshot === null ? null : byExternalId(snapshot.groups.rows);
    const unread = ids.filter((id) => known?.has(id) !== true);
    if (unread.length > 0) scope.meter.read(1);
    const found = unread.length > 0 ? await provider.groups.getMany(unread, scope.context) : [];
    const byId = new Map(found.map((group) => [group.externalId, group]));
    return ids.map((id) => byId.get(id) ?? known?.get(id) ?? null);
  });

  /** Devices whose reading began before their user was there. */
  const begun = new Map<string, Promise<DevicesFact>>();
  let report: Promise<MfaReport | null> | null = null;
  const devices = new DataLoader<User, PlannedDevices, string>(
    async (users) =>
      planDevices(directory, users, scope, { begun, ...(report !== null && { report: await report }) }),
    {
      cacheKeyFn: (user) => user.externalId,
    },
  );

  const userGroups = new DataLoader<string, Listing<Membership>>(async (ids) => {
    const unread = ids.filter((id) => !directory.cache.holds('userGroups', id, scope));
    const isUnread = new Set(unread);
    const plan = planMemberships(directory, unread, scope);
    const inverted = plan.invertedCalls === null ? null : await invertedMemberships(directory, scope);
    return Promise.all(
      ids.map((id) => {
        const inSnapshot = plan.inSnapshot.get(id);
        const told = inSnapshot ?? inverted?.(id);
        if (told === undefined || told === null) {
          scope.meter.took('userGroups', isUnread.has(id) ? 'DIRECT' : 'CACHE');
          return groupsOfUser(id).catch(asError);
        }
        scope.meter.took('userGroups', inSnapshot === undefined ? 'INVERTED' : 'SNAPSHOT');
        return Promise.resolve(told);
      }),
    );
  });

  const users = perId<User | null>('user', (id, context) => provider.users.get(id, context));

  const loaders: DirectoryLoaders = {
    directory,
    scope,
    user: users,
    group: counted(groups, scope),
    application: perId<Application | null>('application', (id, context) =>
      provider.applications.get(id, context),
    ),
    userGroups: counted(userGroups, scope),
    userRoleAssignments: perId('userRoleAssignments', (id, context) =>
      provider.users.roleAssignmentsOf(id, context),
    ),
    password: perId('password', (id, context) => provider.users.passwordState(id, context)),
    sessions: perId('sessions', (id, context) => provider.users.sessions(id, context)),
    linkedAccounts: perId('linkedAccounts', (id, context) => provider.users.linkedAccounts(id, context)),
    bypass: perId('bypass', (id, context) => provider.users.mfaBypass(id, context)),
    groupParents: perId('groupParents', (id, context) => provider.groups.parents(id, context)),
    groupRoleAssignments: perId('groupRoleAssignments', (id, context) =>
      provider.groups.roleAssignmentsOf(id, context),
    ),
    groupTotalMembers: perId('groupTotalMembers', (id, context) =>
      provider.groups.totalMemberCount(id, context),
    ),
    groupOwners: perId('groupOwners', (id, context) => provider.owners.ofGroup(id, context)),
    applicationOwners: perId('applicationOwners', (id, context) =>
      provider.owners.ofApplication(id, context),
    ),
    applicationGrants: perId('applicationGrants', (id, context) => provider.applications.grants(id, context)),
    applicationAttributes: perId('applicationAttributes', (id, context) =>
      provider.applications.attributes(id, context),
    ),
    applicationPolicies: perId('applicationPolicies', (id, context) =>
      provider.applications.signOnPolicyAssignments(id, context),
    ),
    applicationRoleAssignments: perId('applicationRoleAssignments', (id, context) =>
      provider.applications.roleAssignmentsOf(id, context),
    ),
    applicationSecret: perId('applicationSecret', (id, context) =>
      provider.applications.secretState(id, context),
    ),
    applicationFlowPolicyAssigned: perId('applicationFlowPolicyAssigned', (id, context) =>
      provider.applications.flowPolicyAssigned(id, context),
    ),
    populationIdentityProvider: perId('populationIdentityProvider', (id, context) =>
      provider.settings.populationIdentityProvider(id, context),
    ),
    signOnPolicyActions: perId('signOnPolicyActions', (id, context) =>
      provider.settings.signOnPolicyActions(id, context),
    ),
    gatewayCredentials: perId('gatewayCredentials', (id, context) =>
      provider.settings.gatewayCredentials(id, context),
    ),
    identityProviderAttributes: perId('identityProviderAttributes', (id, context) =>
      provider.settings.identityProviderAttributes(id, context),
    ),
    settings: readSettings(directory, scope),
    devices: (user) => {
      scope.meter.asked();
      return loaders.beginDevices(user);
    },
    beginDevices: async (user) => (await devices.load(user)).fact,
    beginDevicesOf: (userId) => {
      if (directory.can('MFA_DEVICES') && !begun.has(userId))
        begun.set(userId, readDevicesOf(directory, userId, scope));
    },
    beginReport: () => {
      if (report !== null || youngSnapshot(directory, scope) !== null) return;
      report = tryReport(directory, scope);
      // Whoever plans with it is told.
      report.catch(() => {});
    },
    applications: () =>
      directory.cache.read('applications', '', scope, (context) => provider.applications.list(context)),
    usage: (days) =>
      directory.cache.read('usage', String(days), scope, (context) =>
        provider.applications.usage(days, context),
      ),
    forgetUser: (userId) => {
      directory.evictUser(userId);
      users.clear(userId);
      begun.delete(userId);
      loaders.userGroups.clear(userId);
      loaders.userRoleAssignments.clear(userId);
      loaders.password.clear(userId);
      loaders.sessions.clear(userId);
      loaders.linkedAccounts.clear(userId);
      loaders.bypass.clear(userId);
      devices.clearAll();
      report = null;
    },
  };
  return loaders;
}

function counted<T>(loader: DataLoader<string, T>, scope: RequestScope): Loader<T> {
  return {
    load: (id) => {
      scope.meter.asked();
      return loader.load(id);
    },
    begin: (id) => void loader.load(id).catch(() => {}),
    prime: (id, value) => void loader.prime(id, value),
    clear: (id) => void loader.clear(id),
  };
}

/** DataLoader wants a failed key as an Error among the values: one failure must not fail the batch. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
