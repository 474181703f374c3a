import type { Capability, DirectoryProfile } from '../../model/directory.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { CursorOwner } from '../page-cursor.ts';
import type { PageRequest, Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createActiveDirectory } from './active-directory/active-directory.ts';
import { LdapApi } from './directory-api.ts';
import type { FlavourParts } from './flavour.ts';
import { checkHealth } from './health.ts';
import { ListSnapshots } from './list-snapshots.ts';
import { createOpenLdap } from './openldap/openldap.ts';
import type { Flavour, LdapSettings } from './settings.ts';
import { supportedActions } from './supported-actions.ts';
import { planUserFilter, readTerms } from './user-filter.ts';
import type { LdapUpstream } from './wire/ldap-upstream.ts';

/** Rows in one page of ours, of users and of groups: the server's own pages are another matter (`pageSize`). */
const ROWS_PER_PAGE = 1_000;

/** `lastLogonTimestamp` may trail by so long (`msDS-LogonTimeSyncInterval`). */
const SIGN_ON_LAG_MS = 14 * 86_400_000;

/** In every directory. */
const CAPABILITIES: readonly Capability[] = [
  'USERS',
  'GROUPS',
  'NESTED_GROUPS',
  'GROUP_OWNERS',
  'LAST_SIGN_ON',
  'PASSWORD_STATE',
];

interface LdapParts {
  readonly settings: LdapSettings;
  /** `createLdapUpstream` makes the real one. The provider closes it. */
  readonly upstream: LdapUpstream;
}

/**
 * One LDAP directory. Where the settings leave the flavour out, the first call finds it out; until then the provider says that it
 * can what Active Directory can, and a method that turns out to be without an answer is `UNSUPPORTED`.
 */
export function createLdapProvider({ settings, upstream }: LdapParts): Provider {
  const { key } = settings;
  const api = new LdapApi(settings, upstream);
  const activeDirectory = createActiveDirectory(api);
  const openLdap = createOpenLdap(api);
  const snapshots = new ListSnapshots(() => upstream.clock.monotonic());
  const none = unsupported('LDAP', key);
  let flavour: Flavour | null = settings.flavour;

  /** The parts of this directory's flavour. */
  async function parts(context: CallContext): Promise<FlavourParts> {
    flavour ??= (await api.rootDse(context)).flavour;
    return partsOf(flavour);
  }

  function partsOf(known: Flavour): FlavourParts {
    return known === 'active-directory' ? activeDirectory : openLdap;
  }

  function owner(list: string, route: string, filter: string | null = null): CursorOwner {
    return { directory: key, route: `GET ${route}`, list, filter };
  }

  function limited(request: PageRequest): PageRequest {
    return { ...request, limit: Math.min(request.limit, ROWS_PER_PAGE) };
  }

  const hasRoles = (): boolean => flavour !== 'openldap' || settings.privilegedGroups.length > 0;

  const provider: Provider = {
    kind: 'LDAP',
    directory: key,
    externalId: settings.baseDn,
    region: null,
    get capabilities() {
      return new Set<Capability>([
        ...CAPABILITIES,
        ...(hasRoles() ? (['ROLES', 'ROLE_ASSIGNMENTS'] as const) : []),
        ...(flavour === 'openldap' || activeDirectory.people.seesRemoved === false
          ? []
          : (['REMOVED_USERS'] as const)),
        ...(settings.writable ? (['SUSPEND_USER'] as const) : []),
      ]);
    },
    get actions() {
      return supportedActions(hasRoles());
    },
    ownApplicationId: null,
    get rateLimit() {
      return upstream.rateLimit;
    },
    usersPerPage: ROWS_PER_PAGE,
    groupsPerPage: ROWS_PER_PAGE,
    listsInheritedRoles: true,
    get signOnLagMs() {
      return flavour === 'openldap' ? 0 : SIGN_ON_LAG_MS;
    },
    mfaReportThreshold: Infinity,
    profile: async (context) => {
      const { namingContext } = await api.rootDse(context);
      await parts(context);
      return profileOf(settings, namingContext, flavour);
    },
    checkHealth: async (context) =>
      await checkHealth({ api, parts: partsOf, removed: () => activeDirectory.people.seesRemoved }, context),
    users: {
      ...none.users,
      planFilter: (filter) => planUserFilter(filter, key),
      list: async (request, context) => {
        const { providerFilter } = request;
        const of = await parts(context);
        return await snapshots.page<User>(
          owner('users', 'search users', providerFilter),
          limited(request),
          () => of.users(readTerms(providerFilter), context),
        );
      },
      get: async (userId, context) => await (await parts(context)).user(userId, context),
      findByUsername: async (username, context) =>
        username === '' ? [] : await (await parts(context)).findByUsername(username, context),
      findByEmail: async (email, context) =>
        email === '' ? [] : await (await parts(context)).findByEmail(email, context),
      groupsOf: async (userId, context) => await (await parts(context)).groupsOf(userId, context),
      roleAssignmentsOf: async (userId, context) =>
        await (await parts(context)).roleAssignmentsOf(userId, context),
      passwordState: async (userId, context) => await (await parts(context)).passwordState(userId, context),
    },
    mfa: none.mfa,
    groups: {
      ...none.groups,
      list: async (request, context) => {
        const of = await parts(context);
        return await snapshots.page(owner('groups', 'search groups'), limited(request), () =>
          of.groups(context),
        );
      },
      get: async (groupId, context) =>
        (await (await parts(context)).groupsById([groupId], context))[0] ?? null,
      getMany: async (groupIds, context) => await (await parts(context)).groupsById(groupIds, context),
      members: async (groupId, request, context) => {
        const of = await parts(context);
        const list = owner(`groups/${groupId}/members`, 'search members');
        return await snapshots.page(list, limited(request), () => of.members(groupId, context));
      },
      totalMemberCount: async (groupId, context) => {
        const { rows, brokenOff } = await (await parts(context)).members(groupId, context);
        if (brokenOff !== undefined) throw brokenOff;
        return rows.length;
      },
      parents: async (groupId, context) => await (await parts(context)).parents(groupId, context),
      roleAssignmentsOf: async (groupId, context) =>
        await (await parts(context)).groupRoleAssignments(groupId, context),
    },
    applications: none.applications,
    changes: none.changes,
    settings: {
      ...none.settings,
      roles: async (context) => await (await parts(context)).roles(context),
    },
    owners: {
      ...none.owners,
      ofGroup: async (groupId, context) => await (await parts(context)).ownersOf(groupId, context),
    },
    controls: none.controls,
    userWrites: {
      ...none.userWrites,
      setEnabled: async (userId, enabled, context) =>
        await (await parts(context)).userWrites.setEnabled(userId, enabled, context),
      unlock: async (userId, context) => await (await parts(context)).userWrites.unlock(userId, context),
      unlockPassword: async (userId, context) =>
        await (await parts(context)).userWrites.unlockPassword(userId, context),
      forcePasswordChange: async (userId, context) =>
        await (await parts(context)).userWrites.forcePasswordChange(userId, context),
      setPassword: async (userId, password, context) =>
        await (await parts(context)).userWrites.setPassword(userId, password, context),
    },
    mfaWrites: none.mfaWrites,
    membershipWrites: {
      ...none.membershipWrites,
      userMembership: async (userId, groupId, context) =>
        await (await parts(context)).membershipWrites.userMembership(userId, groupId, context),
      addUserToGroup: async (userId, groupId, context) =>
        await (await parts(context)).membershipWrites.addUserToGroup(userId, groupId, context),
      removeUserFromGroup: async (userId, groupId, context) =>
        await (await parts(context)).membershipWrites.removeUserFromGroup(userId, groupId, context),
      roleAssignment: async (holder, assignmentId, context) =>
        await (await parts(context)).membershipWrites.roleAssignment(holder, assignmentId, context),
      removeRole: async (holder, assignmentId, context) =>
        await (await parts(context)).membershipWrites.removeRole(holder, assignmentId, context),
    },
    objectWrites: none.objectWrites,
    applicationWrites: none.applicationWrites,
    close: async () => await upstream.close(),
  };
  return provider;
}

function profileOf(
  { baseDn }: LdapSettings,
  namingContext: string | null,
  flavour: Flavour | null,
): DirectoryProfile {
  return {
    name: baseDn,
    region: null,
    type: null,
    status: null,
    organizationId: namingContext,
    licenseId: null,
    purpose: flavour === 'active-directory' ? 'WORKFORCE' : 'UNKNOWN',
    products: [flavour === 'active-directory' ? 'ACTIVE_DIRECTORY' : 'OPENLDAP'],
    // LDAP keeps passwords; second factors are kept by whatever stands before it.
    mfaKeptElsewhere: true,
    createdAt: null,
  };
}
