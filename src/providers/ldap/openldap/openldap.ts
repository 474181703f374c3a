import type { Membership } from '../../../model/group.ts';
import type { CallContext } from '../../../upstream/call.ts';
import type { Filter } from 'ldapts';
import type { LdapApi } from '../directory-api.ts';
import { type FlavourParts, listingOf, type Rows } from '../flavour.ts';
import { LdapOwners } from '../owners.ts';
import { both } from '../values/filter.ts';
import { PASSWORD_ATTRIBUTES, passwordState } from './account.ts';
import { GROUP_ATTRIBUTES, toGroup, toMembership } from './group.ts';
import { findGroup, groupsOf, peopleOf, searchBelow, theGroup, theUser } from './lookups.ts';
import { holds } from './members.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { OpenLdapRoles } from './roles.ts';
import { idOf } from './user.ts';
import { createUserWrites } from './user-writes.ts';
import { OpenLdapUsers } from './users.ts';

/** How OpenLDAP, and servers like it, are read and changed. */
export function createOpenLdap(api: LdapApi): FlavourParts {
  const people = new OpenLdapUsers(api);
  const roles = new OpenLdapRoles(api);
  const owners = new LdapOwners(api, {
    attribute: 'owner',
    dnAttribute: 'entryDN',
    idAttribute: 'entryUUID',
    idOf,
    people: () => peopleOf(api),
    groups: () => groupsOf(api),
  });

  async function memberships(filter: Filter, context: CallContext): Promise<Rows<Membership>> {
    const wanted = both(groupsOf(api), filter);
    const { entries, observedAt, brokenOff } = await searchBelow(
      api,
      wanted,
      GROUP_ATTRIBUTES,
      'search groups',
      context,
    );
    return {
      rows: entries.flatMap((entry) => toMembership(entry, api.directory, observedAt) ?? []),
      observedAt,
      ...(brokenOff === undefined ? {} : { brokenOff }),
    };
  }

  return {
    users: (terms, context) => people.list(terms, context),
    user: (userId, context) => people.get(userId, context),
    findByUsername: (username, context) =>
      people.having(api.settings.usernameAttribute ?? 'uid', username, context),
    findByEmail: (email, context) => people.having(api.settings.emailAttribute ?? 'mail', email, context),
    groupsOf: async (userId, context) =>
      listingOf(await memberships(holds(await theUser(api, userId, ['uid'], context)), context)),
    roleAssignmentsOf: (userId, context) => roles.ofUser(userId, context),
    passwordState: async (userId, context) => {
      const { passwordPolicy } = await api.rootDse(context);
      return passwordState(await theUser(api, userId, PASSWORD_ATTRIBUTES, context), passwordPolicy);
    },
    groups: async (context) => {
      const { entries, observedAt, brokenOff } = await searchBelow(
        api,
        groupsOf(api),
        GROUP_ATTRIBUTES,
        'search groups',
        context,
      );
      const ownersOf = await owners.of(entries, context);
      return {
        rows: entries.flatMap((entry) => toGroup(entry, api.directory, observedAt, ownersOf(entry)) ?? []),
        observedAt,
        ...(brokenOff === undefined ? {} : { brokenOff }),
      };
    },
    groupsById: async (groupIds, context) => {
      const ids = [...new Set(groupIds)];
      const found = await Promise.all(ids.map((id) => findGroup(api, id, GROUP_ATTRIBUTES, context)));
      const observedAt = api.now();
      const entries = found.filter((entry) => entry !== null);
      const ownersOf = await owners.of(entries, context);
      return entries.flatMap((entry) => toGroup(entry, api.directory, observedAt, ownersOf(entry)) ?? []);
    },
    members: (groupId, context) => people.list({ groupIds: [groupId] }, context),
    parents: async (groupId, context) =>
      listingOf(await memberships(holds(await theGroup(api, groupId, ['cn'], context)), context)),
    groupRoleAssignments: (groupId, context) => roles.ofGroup(groupId, context),
    ownersOf: async (groupId, context) =>
      await owners.ofOne(await theGroup(api, groupId, ['owner'], context), context),
    roles: (context) => roles.roles(context),
    userWrites: createUserWrites(api),
    membershipWrites: createMembershipWrites(api, roles),
  };
}
