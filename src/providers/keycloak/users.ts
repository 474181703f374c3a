import type { Page } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { wholeListing } from '../listing.ts';
import type { PageRequest, UserReads } from '../provider.ts';
import { text } from '../rows.ts';
import { createAccountReads } from './account.ts';
import { toMembership } from './group.ts';
import { readUserGroups } from './group-tree.ts';
import { readOffsetPage } from './offset-list.ts';
import type { RealmApi } from './realm-api.ts';
import type { AssignmentReads } from './role-assignments.ts';
import { USUAL_PAGE } from './settings.ts';
import { planUserFilter, readPlan } from './user-filter.ts';
import { readLock } from './user-state.ts';
import { toUser } from './user.ts';
import type { Visibility } from './visibility.ts';

/** Brief rows lack attributes, required actions and all that follows from them. */
const FULL = { briefRepresentation: 'false' } as const;

export function createUserReads(
  api: RealmApi,
  assignments: AssignmentReads,
  visibility: Visibility,
  { mfaBypass }: Pick<UserReads, 'mfaBypass'>,
): UserReads {
  const { settings, directory } = api;

  async function count(query: Readonly<Record<string, string>>, context: CallContext): Promise<number> {
    const { address, origin } = api.target('GET', '/users/count', {}, context);
    const { body } = await api.upstream.call({ method: 'GET', query, ...address }, context);
    if (typeof body === 'number' && Number.isSafeInteger(body) && body >= 0) return body;
    throw badResponse(origin, `was expected to be a number, found ${kindOf(body)}`);
  }

  async function list(
    request: PageRequest & { readonly providerFilter: string | null },
    context: CallContext,
  ): Promise<Page<User>> {
    const { providerFilter } = request;
    const { groupId, query } = readPlan(providerFilter);
    const template = groupId === null ? '/users' : '/groups/{groupId}/members';
    const owner = {
      directory,
      route: `GET /realms/{realm}${template}`,
      list: groupId === null ? 'users' : `groups/${groupId}/members`,
      filter: providerFilter,
    };
    const wanted = {
      template,
      ids: groupId === null ? {} : { groupId },
      query: { ...FULL, ...query },
      owner,
      pageSize: settings.pageSize ?? USUAL_PAGE,
    };
    const counting = groupId === null ? () => count(query, context) : undefined;
    const page = await readOffsetPage(api, wanted, request, context, counting);
    if (page.rows.length === 0 && request.cursor === null) await visibility.everyUser(context);
    const origin = { settings, observedAt: page.observedAt, source: 'LIST', lock: null } as const;
    return { ...page, rows: page.rows.map((row) => toUser(row, origin)) };
  }

  /** Servers that pass over `exact` answer with whoever has the text anywhere in the name. */
  async function findBy(name: 'username' | 'email', value: string, context: CallContext) {
    if (value.trim() === '') return [];
    const query = { ...FULL, [name]: value, exact: 'true', first: '0', max: String(USUAL_PAGE) };
    const answer = await api.readArray('/users', {}, context, { query });
    const origin = { settings, observedAt: answer.observedAt, source: 'LIST', lock: null } as const;
    const found = identified(answer.rows, answer.origin).filter(
      ({ members }) => text(members, name)?.toLowerCase() === value.toLowerCase(),
    );
    if (found.length === 0) await visibility.everyUser(context);
    return found.map((row) => toUser(row, origin));
  }

  /** Null is believed only when the list has no such user either: a user that may not be viewed can be a 404 as well. */
  async function absent(userId: string, context: CallContext): Promise<null> {
    const query = { search: `id:${userId}`, briefRepresentation: 'true', first: '0', max: '1' };
    const { rows, origin } = await api.readArray('/users', {}, context, { query });
    if (rows.some((row) => row['id'] === userId)) {
      throw new UpstreamError({
        code: 'FORBIDDEN',
        message: `${directory}: the list shows this user, and its own record is answered with 404: grant view-users to the service account.`,
        directory,
        route: 'GET /realms/{realm}/users/{userId}',
        transactionId: origin.transactionId,
      });
    }
    await visibility.everyUser(context);
    return null;
  }

  async function isLocked(userId: string, context: CallContext): Promise<boolean> {
    const template = '/attack-detection/brute-force/users/{userId}';
    const { members, origin } = await api.read(template, { userId }, context);
    const lock = readLock(members);
    if (lock !== undefined) return lock;
    throw badResponse(
      origin,
      `was expected to say in disabled whether the user is locked, found ${kindOf(members['disabled'])}`,
    );
  }

  /** The one read that tells of a lock: two calls, and the second only for an account that is switched on. */
  async function get(userId: string, context: CallContext): Promise<User | null> {
    const found = await api.find('/users/{userId}', { userId }, context);
    if (found === null) return await absent(userId, context);
    const { row, answer } = found;
    const lock = row.members['enabled'] === true ? await isLocked(row.id, context) : null;
    return toUser(row, { settings, observedAt: answer.observedAt, source: 'DIRECT', lock });
  }

  return {
    planFilter: (filter) => planUserFilter(filter, directory),
    list,
    get,
    findByUsername: async (username, context) => await findBy('username', username, context),
    findByEmail: async (email, context) => await findBy('email', email, context),
    groupsOf: async (userId, context) => {
      const { rows, observedAt } = await readUserGroups(api, userId, context);
      const memberships = rows.map((row) => toMembership(row, directory, observedAt));
      return wholeListing(memberships, observedAt);
    },
    roleAssignmentsOf: async (userId, context) => await assignments.ofUser(userId, context),
    ...createAccountReads(api),
    mfaBypass,
  };
}
