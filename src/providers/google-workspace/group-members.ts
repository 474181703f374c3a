import type { Page } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import { type CursorOwner, readPageCursor, writePageCursor } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import type { Row } from '../rows.ts';
import { text } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import { type GoogleList, MEMBERS, readAll, readPage } from './lists.ts';
import { isForeign, isUserId, type UserRows } from './user-rows.ts';

/** Who is in a group, besides what it says of single users. */
export interface MemberIds {
  readonly userIds: ReadonlySet<string>;
  /** Whether the customer itself is a member, and so everybody in it. */
  readonly everybody: boolean;
  /** Whether one of the ids may belong to somebody of another organisation. */
  readonly unsure: boolean;
}

export interface MemberReads {
  /**
   * Users of this directory who are in a group, directly or through other groups. Members of other organisations are left out:
   * they are no users of this directory. So are the nested groups themselves, whose members are in the list.
   */
  page(groupId: string, owner: CursorOwner, request: PageRequest, context: CallContext): Promise<Page<User>>;
  idsOf(groupId: string, context: CallContext): Promise<MemberIds>;
}

/** Where a list of members stands: in the list itself, or behind it in the list of everybody. */
interface Place {
  readonly within: 'MEMBERS' | 'EVERYBODY';
  /** Whether the customer itself was met as a member. */
  readonly everybody: boolean;
  readonly token: string | null;
}

function listOf(groupKey: string): GoogleList {
  const query = { includeDerivedMembership: 'true' };
  return { of: MEMBERS, template: '/groups/{groupKey}/members', ids: { groupKey }, query };
}

export function createMemberReads({ readGroups: api }: GoogleApis, users: UserRows): MemberReads {
  /** A member of a kind that nobody knows, and with an id that no user has, may be the customer: left out, everybody would be. */
  function told(rows: readonly Row[], groupId: string, context: CallContext): readonly Row[] {
    if (rows.every((row) => TYPES.includes(text(row.members, 'type') ?? '') || isUserId(row.id))) return rows;
    const { template, ids } = listOf(groupId);
    throw badResponse(
      api.target('GET', template, ids, context).origin,
      `has a member that may be anything: expected one of ${TYPES.join(', ')} in type`,
    );
  }

  async function idsOf(groupId: string, context: CallContext): Promise<MemberIds> {
    const rows = told((await readAll(api, listOf(groupId), context)).rows, groupId, context);
    const people = rows.filter((row) => !isOther(row));
    return {
      userIds: new Set(people.map(({ id }) => id)),
      everybody: rows.some(isCustomer),
      unsure: people.some(mayBeOutsider),
    };
  }

  async function fromMembers(
    groupId: string,
    place: Place,
    owner: CursorOwner,
    limit: number,
    context: CallContext,
  ): Promise<Page<User>> {
    const page = await readPage(api, listOf(groupId), { limit, token: place.token }, context);
    const rows = told(page.rows, groupId, context);
    const people = new Map(rows.filter((row) => !isOther(row)).map((row) => [row.id, row]));
    const found = await Promise.all(
      [...people.values()].map(
        async (row) => await users.ofList(row.id, context, (error) => mayBeOutsider(row) && isForeign(error)),
      ),
    );
    const everybody = place.everybody || rows.some(isCustomer);
    return {
      rows: found.filter((user) => user !== null),
      nextCursor:
        page.nextToken !== null
          ? cursorOf(owner, { within: 'MEMBERS', everybody, token: page.nextToken })
          : everybody
            ? cursorOf(owner, { within: 'EVERYBODY', everybody, token: null })
            : null,
      total: null,
      observedAt: page.observedAt,
    };
  }

  /** Where the customer is a member, everybody follows who was not in the list itself. */
  async function fromEverybody(
    groupId: string,
    { token }: Place,
    owner: CursorOwner,
    limit: number,
    context: CallContext,
  ): Promise<Page<User>> {
    const [page, { userIds, everybody }] = await Promise.all([
      users.page(false, { limit, token }, context),
      idsOf(groupId, context),
    ]);
    if (!everybody)
      throw new UpstreamError({
        code: 'INVALID_REQUEST',
        message: 'The cursor is of a time when everybody was in this group: start without a cursor.',
        directory: owner.directory,
        route: owner.route,
      });
    return {
      rows: page.rows.filter(({ externalId }) => !userIds.has(externalId)),
      nextCursor:
        page.nextToken === null
          ? null
          : cursorOf(owner, { within: 'EVERYBODY', everybody: true, token: page.nextToken }),
      total: null,
      observedAt: page.observedAt,
    };
  }

  return {
    page: async (groupId, owner, { limit, cursor }, context) => {
      const place = placeOf(cursor, owner);
      return place.within === 'MEMBERS'
        ? await fromMembers(groupId, place, owner, limit, context)
        : await fromEverybody(groupId, place, owner, limit, context);
    },
    idsOf,
  };
}

/** What a member is (Directory API, "Member"). */
const TYPES: readonly string[] = ['USER', 'GROUP', 'CUSTOMER', 'EXTERNAL'];

/** One whose `type` is not known is looked up as a user. */
function isOther(row: Row): boolean {
  return ['GROUP', 'CUSTOMER', 'EXTERNAL'].includes(text(row.members, 'type') ?? '');
}

function isCustomer(row: Row): boolean {
  return text(row.members, 'type') === 'CUSTOMER';
}

/** People of other organisations are listed as USER too, then without `status`, which only the customer's own have. */
function mayBeOutsider(row: Row): boolean {
  return (row.members['status'] ?? null) === null;
}

function cursorOf(owner: CursorOwner, { within, everybody, token }: Place): string {
  return writePageCursor(owner, `${within} ${everybody ? 1 : 0} ${token ?? ''}`);
}

function placeOf(cursor: string | null, owner: CursorOwner): Place {
  if (cursor === null) return { within: 'MEMBERS', everybody: false, token: null };
  const [within = '', everybody = '', ...rest] = readPageCursor(cursor, owner).split(' ');
  const token = rest.join(' ');
  return {
    within: within === 'EVERYBODY' ? 'EVERYBODY' : 'MEMBERS',
    everybody: everybody === '1',
    token: token === '' ? null : token,
  };
}
