import type { Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { MembershipWrites } from '../membership-writes.ts';
import { text } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import { canQuote, compare } from './filter.ts';
import { type Operation, patch } from './patch.ts';
import type { ScimParts } from './scim-parts.ts';

const GROUP = '/Groups/{groupId}';

/** A group that others change too moves on between our read of its version and our write. */
const TRIES = 3;

/** @param without answers for what SCIM does not have. */
export function createMembershipWrites(
  { api, members, memberships }: ScimParts,
  without: Unsupported['membershipWrites'],
): MembershipWrites {
  /** The group's own list decides: what the user's record says of its groups is derived, and may trail. */
  async function membership(
    memberId: string,
    groupId: string,
    context: CallContext,
  ): Promise<Membership | null> {
    const found = await members.direct(groupId, context);
    if (found === null || !found.members.some(({ id }) => id === memberId)) return null;
    return { groupId, groupName: text(found.row, 'displayName'), type: 'DIRECT' };
  }

  /** Single members are added and taken away independently of each other, so that a moved version is no reason to give up. */
  async function change(
    groupId: string,
    operation: Operation,
    isSo: () => Promise<boolean>,
    context: CallContext,
  ): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await patch(api, GROUP, { groupId }, operation, context);
        return;
      } catch (error) {
        if (!(error instanceof UpstreamError) || !isRefusal(error)) throw error;
        if (await isSo()) return;
        if (error.code !== 'CONFLICT' || tries >= TRIES) throw error;
      } finally {
        memberships.forget();
      }
    }
  }

  return {
    ...without,
    userMembership: membership,
    addUserToGroup: async (userId, groupId, context) => {
      const isSo = async (): Promise<boolean> => (await membership(userId, groupId, context)) !== null;
      await change(groupId, { op: 'add', path: 'members', value: [{ value: userId }] }, isSo, context);
    },
    removeUserFromGroup: async (userId, groupId, context) => {
      if (!canQuote(userId))
        throw new UpstreamError({
          code: 'INVALID_REQUEST',
          message: `Expected the id of a user, received ${JSON.stringify(userId.slice(0, 40))}.`,
          directory: api.directory,
          route: `PATCH ${GROUP}`,
        });
      const isSo = async (): Promise<boolean> => (await membership(userId, groupId, context)) === null;
      // Only so: a removal of `members` with a value is, to some services, a removal of all members.
      const path = `members[${compare('value', 'eq', userId)}]`;
      await change(groupId, { op: 'remove', path }, isSo, context);
    },
    groupMembership: membership,
  };
}

/** What may be said of a change that is made already: not found, no such target, a conflict. */
function isRefusal({ code }: UpstreamError): boolean {
  return code === 'CONFLICT' || code === 'INVALID_REQUEST' || code === 'NOT_FOUND';
}
