import type { Group } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { GroupReads } from '../provider.ts';
import type { Unsupported } from '../unsupported.ts';
import { toGroup } from './group.ts';
import { isIdOf, type OktaApi } from './okta-api.ts';
import type { RoleReader } from './role-assignments.ts';
import { compare } from './user-filter.ts';
import { toUser } from './user.ts';
import { membersOf } from './users.ts';

/** Up to 10,000 are taken; Okta advises 200. */
export const GROUPS_PER_PAGE = 200;

/** `id eq "..."` of so many groups stays well below the length that an address may have. */
const IDS_PER_SEARCH = 40;

/** Okta counts the members of each group in the list for us. */
const WITH_COUNTS = { expand: 'stats' } as const;

export function createGroupReads(api: OktaApi, roles: RoleReader, none: Unsupported['groups']): GroupReads {
  const { directory, settings } = api;

  async function get(groupId: string, context: CallContext): Promise<Group | null> {
    const found = await api.find('/api/v1/groups/{groupId}', { groupId }, context);
    return found && toGroup(found.row, directory, found.answer.observedAt);
  }

  async function search(ids: readonly string[], context: CallContext): Promise<readonly Group[]> {
    const expression = ids.map((id) => compare('id', 'eq', id)).join(' or ');
    const query = { search: expression, limit: String(GROUPS_PER_PAGE), ...WITH_COUNTS };
    const found = await api.list(
      '/api/v1/groups',
      {},
      context,
      (row, observedAt) => toGroup(row, directory, observedAt),
      { query },
    );
    return found.rows;
  }

  /** The index that is searched follows after a while: what it lacks is asked for by its id, and may be there all the same. */
  async function getMany(groupIds: readonly string[], context: CallContext): Promise<readonly Group[]> {
    const ids = [...new Set(groupIds)].filter((id) => isIdOf('groupId', id));
    const searches = Array.from({ length: Math.ceil(ids.length / IDS_PER_SEARCH) }, (_, at) =>
      search(ids.slice(at * IDS_PER_SEARCH, (at + 1) * IDS_PER_SEARCH), context),
    );
    const found = (await Promise.all(searches)).flat();
    const seen = new Set(found.map(({ externalId }) => externalId));
    const left = await Promise.all(ids.filter((id) => !seen.has(id)).map((id) => get(id, context)));
    return [...found, ...left.filter((group) => group !== null)];
  }

  return {
    ...none,
    list: async (request, context) => {
      const wanted = {
        template: '/api/v1/groups',
        ids: {},
        query: WITH_COUNTS,
        maximum: GROUPS_PER_PAGE,
        filter: null,
      };
      const { origin: _, ...page } = await api.page(wanted, request, context);
      return { ...page, rows: page.rows.map((row) => toGroup(row, directory, page.observedAt)) };
    },
    get,
    getMany,
    members: async (groupId, request, context) => {
      const { origin: _, ...page } = await api.page(membersOf(groupId), request, context);
      const origin = { settings, observedAt: page.observedAt, source: 'LIST' } as const;
      return { ...page, rows: page.rows.map((row) => toUser(row, origin)) };
    },
    totalMemberCount: async (groupId, context) => {
      const [group] = await search([groupId], context);
      return group?.directMemberCount ?? null;
    },
    roleAssignmentsOf: roles.ofGroup,
  };
}
