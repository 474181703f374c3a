import type { Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import type { MembershipWrites } from '../membership-writes.ts';
import { flag } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import type { AssignmentReads } from './role-assignments.ts';
import { createRoleWrites } from './role-writes.ts';
import type { UserRows } from './user-rows.ts';

const MEMBER = '/groups/{groupKey}/members/{memberKey}';

type GoogleMembershipWrites = Pick<
  MembershipWrites,
  'userMembership' | 'addUserToGroup' | 'removeUserFromGroup' | 'roleAssignment' | 'removeRole'
>;

export function createMembershipWrites(
  apis: GoogleApis,
  assignments: AssignmentReads,
  rows: UserRows,
): GoogleMembershipWrites {
  const { readGroups, writeMembers } = apis;

  async function userMembership(
    userId: string,
    groupId: string,
    context: CallContext,
  ): Promise<Membership | null> {
    const ids = { groupKey: groupId, memberKey: userId };
    const direct = await readGroups.find(MEMBER, ids, context);
    if (direct !== null) return { groupId, groupName: null, type: 'DIRECT' };
    return (await isWithin(ids, context)) ? { groupId, groupName: null, type: 'INDIRECT' } : null;
  }

  /** Whether somebody is in a group in any way: also through groups that are in it. */
  async function isWithin(
    ids: { readonly groupKey: string; readonly memberKey: string },
    context: CallContext,
  ): Promise<boolean> {
    const template = '/groups/{groupKey}/hasMember/{memberKey}';
    try {
      const { members, origin } = await readGroups.read(template, ids, context);
      const isMember = flag(members, 'isMember');
      if (isMember === null) throw badResponse(origin, 'lacks isMember, expected true or false');
      return isMember;
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  return {
    userMembership,
    addUserToGroup: async (userId, groupId, context) => {
      const body = { id: userId, role: 'MEMBER' };
      try {
        const call = { method: 'POST', body, idempotent: false } as const;
        await writeMembers.command('/groups/{groupKey}/members', { groupKey: groupId }, call, context);
      } catch (error) {
        // A repeat is refused as a duplicate (409): whether it is so already, the membership itself says.
        if (!(error instanceof UpstreamError) || error.code !== 'CONFLICT') throw error;
        if ((await userMembership(userId, groupId, context))?.type !== 'DIRECT') throw error;
      } finally {
        assignments.forget();
      }
    },
    removeUserFromGroup: async (userId, groupId, context) => {
      const ids = { groupKey: groupId, memberKey: userId };
      try {
        await writeMembers.command(MEMBER, ids, { method: 'DELETE' }, context);
      } catch (error) {
        // A second deletion is a 404; so is one in a group that does not exist, which nobody is in.
        if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
        if ((await userMembership(userId, groupId, context))?.type === 'DIRECT') throw error;
      } finally {
        assignments.forget();
      }
    },
    ...createRoleWrites(apis, assignments, rows),
  };
}
