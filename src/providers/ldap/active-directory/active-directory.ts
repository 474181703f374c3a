import type { LdapApi } from '../directory-api.ts';
import type { FlavourParts } from '../flavour.ts';
import { LdapOwners } from '../owners.ts';
import { groupsById, groupsOfUser, listGroups, parentsOf } from './groups.ts';
import { listedGroups, peopleOf, theGroup, theUser } from './lookups.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { ActiveDirectoryRoles } from './role-assignments.ts';
import { idOf } from './user.ts';
import { passwordState } from './user-state.ts';
import { createUserWrites } from './user-writes.ts';
import { ActiveDirectoryUsers } from './users.ts';

export interface ActiveDirectoryParts extends FlavourParts {
  readonly people: ActiveDirectoryUsers;
}

const PASSWORD = [
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
  'lockoutTime',
  'pwdLastSet',
] as const;

/** How Active Directory, and Samba as a domain controller, are read and changed. */
export function createActiveDirectory(api: LdapApi): ActiveDirectoryParts {
  const people = new ActiveDirectoryUsers(api);
  const roles = new ActiveDirectoryRoles(api);
  const owners = new LdapOwners(api, {
    attribute: 'managedBy',
    dnAttribute: 'distinguishedName',
    idAttribute: 'objectGUID',
    idOf,
    people: () => peopleOf(api),
    groups: () => listedGroups(api),
  });
  return {
    people,
    users: (terms, context) => people.list(terms, context),
    user: (userId, context) => people.get(userId, context),
    findByUsername: (username, context) => people.byUsername(username, context),
    findByEmail: (email, context) => people.byEmail(email, context),
    groupsOf: (userId, context) => groupsOfUser(api, userId, context),
    roleAssignmentsOf: (userId, context) => roles.ofUser(userId, context),
    passwordState: async (userId, context) => passwordState(await theUser(api, userId, PASSWORD, context)),
    groups: (context) => listGroups(api, owners, context),
    groupsById: (groupIds, context) => groupsById(api, owners, groupIds, context),
    members: (groupId, context) => people.list({ groupIds: [groupId] }, context),
    parents: (groupId, context) => parentsOf(api, groupId, context),
    groupRoleAssignments: (groupId, context) => roles.ofGroup(groupId, context),
    ownersOf: async (groupId, context) =>
      await owners.ofOne(await theGroup(api, groupId, ['managedBy'], context), context),
    roles: (context) => roles.roles(context),
    userWrites: createUserWrites(api),
    membershipWrites: createMembershipWrites(api, roles),
  };
}
