import type { Membership } from '../../../model/group.ts';
import type { CallContext } from '../../../upstream/call.ts';
import type { RoleHolder } from '../../membership-writes.ts';
import { added, ALREADY_MEMBER, NO_MEMBER, removed, unlessAlready } from '../changes.ts';
import type { LdapApi } from '../directory-api.ts';
import type { FlavourParts } from '../flavour.ts';
import { requestError } from '../request-error.ts';
import { theOneOf } from '../the-one.ts';
import type { Entry } from '../values/entry.ts';
import { equals, throughLinks } from '../values/filter.ts';
import { findGroup, findUser, theGroup, theUser } from './lookups.ts';
import { primaryGroupSid, searchGroups } from './nesting.ts';
import { type ActiveDirectoryRoles, readAssignmentId } from './role-assignments.ts';
import { isDeleted } from './user-state.ts';
import { sidOf } from './user.ts';
import { sidBytes } from '../values/sid.ts';

const MEMBER = ['objectSid', 'primaryGroupID'];
const GROUP = ['objectSid', 'cn'];

export function createMembershipWrites(
  api: LdapApi,
  roles: ActiveDirectoryRoles,
): FlavourParts['membershipWrites'] {
  /** Whether a link leads from a group to somebody: asked of the group itself, however many members it has. */
  async function isLinked(group: Entry, member: Entry, context: CallContext): Promise<boolean> {
    const filter = equals('member', member.dn);
    return (await api.entry(group.dn, ['objectGUID'], 'read membership', context, { filter })) !== null;
  }

  async function isNested(group: Entry, user: Entry, context: CallContext): Promise<boolean> {
    const filter = throughLinks('memberOf', group.dn);
    if ((await api.entry(user.dn, ['objectGUID'], 'read membership', context, { filter })) !== null)
      return true;
    const sid = primaryGroupSid(user);
    const bytes = sid === null ? null : sidBytes(sid);
    if (bytes === null) return false;
    const primary = await searchGroups(api, equals('objectSid', bytes), ['objectSid'], context);
    const itself = primary.entries.filter((entry) => sidOf(entry) === sid);
    const holders = itself.map(({ dn }) =>
      api.entry(dn, ['objectGUID'], 'read membership', context, { filter }),
    );
    return (await Promise.all(holders)).some((holder) => holder !== null);
  }

  async function userMembership(
    userId: string,
    groupId: string,
    context: CallContext,
  ): Promise<Membership | null> {
    const [user, group] = await Promise.all([
      findUser(api, userId, MEMBER, context),
      findGroup(api, groupId, GROUP, context),
    ]);
    if (user === null || group === null || isDeleted(user)) return null;
    const found = (type: Membership['type']): Membership => ({ groupId, groupName: group.text('cn'), type });
    if (isPrimary(user, group) || (await isLinked(group, user, context))) return found('DIRECT');
    return (await isNested(group, user, context)) ? found('INDIRECT') : null;
  }

  async function take(group: Entry, member: Entry, context: CallContext): Promise<void> {
    if (isPrimary(member, group))
      throw requestError(
        api.directory,
        'CONFLICT',
        { method: 'PUT', route: 'remove member' },
        context,
        "it is the user's primary group, which nobody can be taken out of: give the user another primary group first",
      );
    await unlessAlready(
      NO_MEMBER,
      () => api.modify(group.dn, [removed('member', member.dn)], 'remove member', context),
      async () => !(await isLinked(group, member, context)),
    );
  }

  async function holderEntry({ kind, externalId }: RoleHolder, context: CallContext): Promise<Entry> {
    return kind === 'GROUP'
      ? await theGroup(api, externalId, MEMBER, context)
      : await theUser(api, externalId, MEMBER, context);
  }

  return {
    userMembership,
    addUserToGroup: async (userId, groupId, context) => {
      const [user, group] = await Promise.all([
        theUser(api, userId, MEMBER, context),
        theGroup(api, groupId, GROUP, context),
      ]);
      // A primary group takes no link to its members besides.
      if (isPrimary(user, group)) return;
      await unlessAlready(
        ALREADY_MEMBER,
        () => api.modify(group.dn, [added('member', user.dn)], 'add member', context),
        () => isLinked(group, user, context),
      );
    },
    removeUserFromGroup: async (userId, groupId, context) => {
      const [user, group] = await Promise.all([
        theUser(api, userId, MEMBER, context),
        theGroup(api, groupId, GROUP, context),
      ]);
      await take(group, user, context);
    },
    roleAssignment: async (holder, assignmentId, context) => {
      if (holder.kind === 'APPLICATION') return null;
      const { rows } =
        holder.kind === 'GROUP'
          ? await roles.ofGroup(holder.externalId, context)
          : await roles.ofUser(holder.externalId, context);
      return rows.find(({ externalId }) => externalId === assignmentId) ?? null;
    },
    removeRole: async (holder, assignmentId, context) => {
      const call = { method: 'PUT', route: 'remove member' } as const;
      const key = readAssignmentId(assignmentId);
      const bytes = key === null ? null : sidBytes(key.roleId);
      if (key === null || bytes === null || key.holderId !== holder.externalId)
        throw requestError(
          api.directory,
          'INVALID_REQUEST',
          call,
          context,
          'expected the id of a role assignment of this holder, received another one',
        );
      if (key.through !== null)
        throw requestError(
          api.directory,
          'CONFLICT',
          call,
          context,
          'the role comes through a group, and only what the holder has of its own can be taken: take it out of that group',
        );
      const [member, found] = await Promise.all([
        holderEntry(holder, context),
        searchGroups(api, equals('objectSid', bytes), GROUP, context),
      ]);
      const roleId = { id: key.roleId, idOf: sidOf, base: null };
      const group = theOneOf(roleId, found.entries, { method: 'GET', route: 'search groups' }, api, context);
      // The group itself is gone, and with it the role.
      if (group !== null) await take(group, member, context);
    },
  };
}

/** A primary group is a number in the user, and no link. */
function isPrimary(user: Entry, group: Entry): boolean {
  const sid = primaryGroupSid(user);
  return sid !== null && sid === sidOf(group);
}
