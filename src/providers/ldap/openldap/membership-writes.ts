import type { CallContext } from '../../../upstream/call.ts';
import { UpstreamError } from '../../../upstream/upstream-error.ts';
import { added, ALREADY_MEMBER, NO_MEMBER, removed, resultCodeOf, unlessAlready } from '../changes.ts';
import type { LdapApi } from '../directory-api.ts';
import type { FlavourParts } from '../flavour.ts';
import { requestError } from '../request-error.ts';
import type { Entry } from '../values/entry.ts';
import { both } from '../values/filter.ts';
import { memberAttributeOf } from './group.ts';
import { findGroup, findUser, groupsOf, theGroup, theUser } from './lookups.ts';
import { holds } from './members.ts';
import type { OpenLdapRoles } from './roles.ts';

/** The object class says that one member must stay (RFC 4519, section 3.5). */
const OBJECT_CLASS_VIOLATION = 65;

export function createMembershipWrites(api: LdapApi, roles: OpenLdapRoles): FlavourParts['membershipWrites'] {
  async function isIn(group: Entry, user: Entry, context: CallContext): Promise<boolean> {
    const filter = both(groupsOf(api), holds(user));
    return (await api.entry(group.dn, ['cn'], 'read membership', context, { filter })) !== null;
  }

  async function pair(userId: string, groupId: string, context: CallContext): Promise<[Entry, Entry]> {
    return await Promise.all([
      theUser(api, userId, ['uid'], context),
      theGroup(api, groupId, ['objectClass', 'cn'], context),
    ]);
  }

  /** How the group names the user. @throws {UpstreamError} `CONFLICT` for one that names user names, of a user without one. */
  function nameIn(group: Entry, user: Entry, route: string, context: CallContext): readonly [string, string] {
    const attribute = memberAttributeOf(group);
    const name = attribute === 'memberUid' ? user.text('uid') : user.dn;
    if (name !== null) return [attribute, name];
    const said = 'the group names its members by uid, and the user has none';
    throw requestError(api.directory, 'CONFLICT', { method: 'PUT', route }, context, said);
  }

  async function removeUserFromGroup(userId: string, groupId: string, context: CallContext): Promise<void> {
    const route = 'remove member';
    const [user, group] = await pair(userId, groupId, context);
    const [attribute, name] = nameIn(group, user, route, context);
    try {
      await unlessAlready(
        NO_MEMBER,
        () => api.modify(group.dn, [removed(attribute, name)], route, context),
        async () => !(await isIn(group, user, context)),
      );
    } catch (error) {
      if (resultCodeOf(error) !== OBJECT_CLASS_VIOLATION || !(error instanceof UpstreamError)) throw error;
      throw new UpstreamError({
        ...error.facts,
        code: 'CONFLICT',
        message: `${error.facts.directory}: ${error.facts.route}: a group of this kind must keep at least one member, and this is the last one: put another member in first, or delete the group`,
      });
    }
  }

  return {
    userMembership: async (userId, groupId, context) => {
      const [user, group] = await Promise.all([
        findUser(api, userId, ['uid'], context),
        findGroup(api, groupId, ['objectClass', 'cn'], context),
      ]);
      if (user === null || group === null || !(await isIn(group, user, context))) return null;
      return { groupId, groupName: group.text('cn'), type: 'DIRECT' };
    },
    addUserToGroup: async (userId, groupId, context) => {
      const [user, group] = await pair(userId, groupId, context);
      const [attribute, name] = nameIn(group, user, 'add member', context);
      await unlessAlready(
        ALREADY_MEMBER,
        () => api.modify(group.dn, [added(attribute, name)], 'add member', context),
        () => isIn(group, user, context),
      );
    },
    removeUserFromGroup,
    roleAssignment: async (holder, assignmentId, context) => {
      if (holder.kind === 'APPLICATION') return null;
      const { rows } =
        holder.kind === 'GROUP'
          ? await roles.ofGroup(holder.externalId, context)
          : await roles.ofUser(holder.externalId, context);
      return rows.find(({ externalId }) => externalId === assignmentId) ?? null;
    },
    removeRole: async (holder, assignmentId, context) => {
      const [holderId, groupId, ...rest] = assignmentId.split(':');
      if (
        holder.kind !== 'USER' ||
        holderId !== holder.externalId ||
        groupId === undefined ||
        rest.length > 0
      )
        throw requestError(
          api.directory,
          'INVALID_REQUEST',
          { method: 'PUT', route: 'remove member' },
          context,
          'expected the id of a role assignment of this user, received another one',
        );
      await removeUserFromGroup(holderId, groupId, context);
    },
  };
}
