import type { Page } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import type { PageRequest, UserReads } from '../provider.ts';
import { text } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import { toMembership } from './group.ts';
import type { OktaApi, PagedList } from './okta-api.ts';
import { toPasswordState } from './password-state.ts';
import type { RoleReader } from './role-assignments.ts';
import { canAsk, compare, groupOf, planUserFilter } from './user-filter.ts';
import { toUser } from './user.ts';

/** Okta's default, and what it advises; larger pages are not documented for this list. */
export const USERS_PER_PAGE = 200;

/** A plain list leaves out who was deprovisioned; a search for those who have a state leaves out nobody. */
const EVERYBODY = 'status pr';

/**
 * The links to what could be done with the password, which nobody here follows, make rows several times as long. Okta is told by
 * the content type to leave them out. The credentials themselves stay: they say who checks the password.
 */
const SHORT_ROWS = 'application/json; okta-response="omitCredentialsLinks"';

export function createUserReads(api: OktaApi, roles: RoleReader, none: Unsupported['users']): UserReads {
  const { settings, directory } = api;

  async function list(
    request: PageRequest & { readonly providerFilter: string | null },
    context: CallContext,
  ): Promise<Page<User>> {
    const { providerFilter } = request;
    const groupId = providerFilter === null ? null : groupOf(providerFilter);
    const { origin: _, ...page } = await api.page(
      groupId === null ? searched(providerFilter) : membersOf(groupId),
      request,
      context,
    );
    const origin = { settings, observedAt: page.observedAt, source: 'LIST' } as const;
    return { ...page, rows: page.rows.map((row) => toUser(row, origin)) };
  }

  async function search(expression: string, context: CallContext): Promise<readonly User[]> {
    const query = { search: expression, limit: String(USERS_PER_PAGE) };
    const options = { query, contentType: SHORT_ROWS };
    const found = await api.list(
      '/api/v1/users',
      {},
      context,
      (row, observedAt) => toUser(row, { settings, observedAt, source: 'LIST' }),
      options,
    );
    return found.rows;
  }

  return {
    ...none,
    planFilter: (filter) => planUserFilter(filter, directory),
    list,
    get: async (userId, context) => {
      const found = await api.find('/api/v1/users/{userId}', { userId }, context);
      return found && toUser(found.row, { settings, observedAt: found.answer.observedAt, source: 'DIRECT' });
    },
    findByUsername: async (username, context) =>
      canAsk(username) ? await search(compare('profile.login', 'eq', username), context) : [],
    findByEmail: async (email, context) =>
      canAsk(email) ? await search(compare('profile.email', 'eq', email), context) : [],
    groupsOf: async (userId, context) =>
      await api.list('/api/v1/users/{userId}/groups', { userId }, context, (row, observedAt) =>
        toMembership(row, directory, observedAt),
      ),
    roleAssignmentsOf: roles.ofUser,
    passwordState: async (userId, context) => {
      const { members, origin } = await api.read('/api/v1/users/{userId}', { userId }, context);
      if (text(members, 'id') !== userId)
        throw badResponse(origin, 'is about another object than the one that was asked for');
      return toPasswordState(members);
    },
  };
}

function searched(filter: string | null): PagedList {
  return {
    template: '/api/v1/users',
    ids: {},
    query: { search: filter ?? EVERYBODY },
    maximum: USERS_PER_PAGE,
    filter,
    contentType: SHORT_ROWS,
  };
}

/** Members of a group, in the same rows. */
export function membersOf(groupId: string): PagedList {
  return {
    template: '/api/v1/groups/{groupId}/users',
    ids: { groupId },
    query: {},
    maximum: USERS_PER_PAGE,
    filter: null,
    contentType: SHORT_ROWS,
  };
}
