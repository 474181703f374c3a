import type { Page } from '../../model/coverage.ts';
import { unknown } from '../../model/fact.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { CursorOwner } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import type { GraphApi, GraphPage } from './graph-api.ts';
import { objectKind } from './object-kind.ts';
import type { OptionalProperties } from './optional-properties.ts';
import { toUser, type UserOrigin } from './user.ts';
import { type UserPlace, readUserCursor, writeUserCursor } from './user-cursor.ts';
import type { UserQuery } from './user-filter.ts';
import { SELECT_REMOVED, selectUser, usersPerPage } from './user-properties.ts';

const REMOVED = '/directory/deletedItems/microsoft.graph.user';
const NOT_IN_MEMBERS = unknown(
  'NOT_REQUESTED',
  'Lists of members do not tell of sign-ins; the user alone does.',
);

type Rows = Pick<UserOrigin, 'source' | 'signInMissing' | 'removed'>;

/** Lists of people page by page: those who are there, then those who were removed in the last thirty days. */
export class UserList {
  readonly #api: GraphApi;
  readonly #properties: OptionalProperties;

  constructor(api: GraphApi, properties: OptionalProperties) {
    this.#api = api;
    this.#properties = properties;
  }

  async page(
    query: UserQuery,
    filter: string | null,
    request: PageRequest,
    context: CallContext,
  ): Promise<Page<User>> {
    if (query.group !== null) return await this.members(query.group, filter, request, context);
    const owner: CursorOwner = { directory: this.#api.directory, route: 'GET /users', list: 'users', filter };
    const place = request.cursor === null ? null : readUserCursor(request.cursor, owner, usersPerPage([]));
    if (place?.stage === 'REMOVED' || (place === null && query.people === 'REMOVED'))
      return await this.#removed(place ?? firstOf('REMOVED', request), owner, context);
    const { page, at } = await this.#living(query, place, request, context);
    const users = this.#toUsers(page, {
      source: 'LIST',
      signInMissing: this.#properties.signInMissing(at.optional),
    });
    if (page.brokenOff !== null || page.next !== null || query.people === 'LIVING')
      return this.#toPage(page, users, at, owner);
    const removed: UserPlace = { ...at, stage: 'REMOVED', optional: [], token: null };
    return { ...this.#toPage(page, users, at, owner), nextCursor: writeUserCursor(owner, removed) };
  }

  /** Members of a group, those of groups within it and those by a rule included; what else is a member is left out. */
  async members(
    groupId: string,
    filter: string | null,
    request: PageRequest,
    context: CallContext,
  ): Promise<Page<User>> {
    const template = '/groups/{groupId}/transitiveMembers';
    const list = `groups/${groupId.toLowerCase()}/members`;
    const owner: CursorOwner = { directory: this.#api.directory, route: `GET ${template}`, list, filter };
    const at =
      request.cursor === null
        ? firstOf('LIVING', request)
        : readUserCursor(request.cursor, owner, usersPerPage([]));
    const query = { $select: selectUser([]), $top: String(at.top), ...skip(at) };
    const page = await this.#api.page(template, { groupId }, context, { query });
    const kinds = page.rows.map(objectKind);
    const people = { ...page, rows: page.rows.filter((_, index) => kinds[index] === 'USER') };
    const users = this.#toUsers(people, { source: 'LIST', signInMissing: NOT_IN_MEMBERS });
    // The others are good, but somebody may be missing.
    const brokenOff = kinds.includes(null)
      ? badResponse(page.origin, 'has a member that does not say what it is, and may be a user')
      : page.brokenOff;
    return this.#toPage({ ...page, brokenOff }, users, at, owner);
  }

  async #living(
    { where }: UserQuery,
    place: UserPlace | null,
    request: PageRequest,
    context: CallContext,
  ): Promise<{ readonly page: GraphPage; readonly at: UserPlace }> {
    const ask = async (at: UserPlace): Promise<GraphPage> =>
      await this.#api.page('/users', {}, context, {
        query: {
          $select: selectUser(at.optional),
          $top: String(at.top),
          ...(where === null ? {} : { $filter: where }),
          ...skip(at),
        },
      });
    // A list goes on as it began: Graph's place in it belongs to its query.
    if (place !== null) return { page: await ask(place), at: place };
    const begin = (optional: UserPlace['optional']): UserPlace => ({
      ...firstOf('LIVING', request, optional),
    });
    const { value, asked } = await this.#properties.read((optional) => ask(begin(optional)));
    return { page: value, at: begin(asked) };
  }

  /** Refused, the list before it is not all there is: a leaver could not be told from a stranger. */
  async #removed(at: UserPlace, owner: CursorOwner, context: CallContext): Promise<Page<User>> {
    const query = { $select: SELECT_REMOVED, $top: String(at.top), ...skip(at) };
    try {
      const page = await this.#api.page(REMOVED, {}, context, { query });
      const signInMissing = unknown('UNSUPPORTED', 'Of removed users no sign-in is told.');
      const users = this.#toUsers(page, { source: 'LIST', signInMissing, removed: true });
      return this.#toPage(page, users, at, owner);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'FORBIDDEN') throw error;
      const message = `${error.message} Who was removed is missing from the list of users: grant User.Read.All.`;
      const brokenOff = new UpstreamError({ ...error.facts, message });
      return { rows: [], nextCursor: null, total: null, observedAt: new Date(), brokenOff };
    }
  }

  #toUsers({ rows, origin, observedAt }: GraphPage, how: Rows): readonly User[] {
    const { directory } = this.#api;
    return identified(rows, origin).map((row) => toUser(row, { ...how, directory, observedAt }));
  }

  #toPage(page: GraphPage, rows: readonly User[], at: UserPlace, owner: CursorOwner): Page<User> {
    const { next, brokenOff, observedAt } = page;
    return {
      rows,
      nextCursor: next === null ? null : writeUserCursor(owner, { ...at, token: next }),
      total: null,
      observedAt,
      ...(brokenOff === null ? {} : { brokenOff }),
    };
  }
}

function firstOf(
  stage: UserPlace['stage'],
  { limit }: PageRequest,
  optional: UserPlace['optional'] = [],
): UserPlace {
  const top = Math.max(1, Math.min(Math.trunc(limit), usersPerPage(optional)));
  return { stage, top, optional, token: null };
}

function skip({ token }: UserPlace): { readonly $skiptoken?: string } {
  return token === null ? {} : { $skiptoken: token };
}
