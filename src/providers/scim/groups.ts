import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { GroupReads } from '../provider.ts';
import type { Unsupported } from '../unsupported.ts';
import { toGroup } from './group.ts';
import { readMembersPage } from './members-page.ts';
import { GROUPS_PER_PAGE, WITHOUT_MEMBERS } from './page-sizes.ts';
import type { ScimParts } from './scim-parts.ts';

/** @param without answers for what SCIM does not have. */
export function createGroupReads(parts: ScimParts, without: Unsupported['groups']): GroupReads {
  const { api, lists, byIds, members, memberships } = parts;
  const { directory } = api;

  /** A service without groups says so in `/ResourceTypes`: its 404 is no empty list. */
  async function checkGroups(context: CallContext): Promise<void> {
    const { groups } = await api.discovery.config(context);
    if (groups !== false) return;
    throw new UpstreamError({
      code: 'UNSUPPORTED',
      message: `${directory}: this service has no resource type with the endpoint /Groups: nothing was asked.`,
      directory,
      route: 'GET /Groups',
    });
  }

  return {
    ...without,
    list: async (request, context) => {
      await checkGroups(context);
      const wanted = {
        collection: 'Groups',
        filter: null,
        maximum: GROUPS_PER_PAGE,
        query: WITHOUT_MEMBERS,
      } as const;
      const page = await lists.page(wanted, request, context);
      return { ...page, rows: page.rows.map((row) => toGroup(row, directory, page.observedAt)) };
    },
    get: async (groupId, context) => {
      const found = await api.find('/Groups/{groupId}', { groupId }, context, { query: WITHOUT_MEMBERS });
      return found && toGroup(found.row, directory, found.answer.observedAt);
    },
    getMany: async (groupIds, context) => {
      const found = await byIds.find('Groups', groupIds, WITHOUT_MEMBERS, context);
      return [...found.values()].map((row) => toGroup(row, directory, row.observedAt));
    },
    members: async (groupId, request, context) =>
      await readMembersPage(parts, groupId, { ...request, filter: null }, context),
    totalMemberCount: async (groupId, context) => {
      const { userIds, brokenOff } = await members.read(groupId, context);
      return brokenOff === undefined ? userIds.length : null;
    },
    parents: async (groupId, context) => await memberships.of(groupId, context),
  };
}
