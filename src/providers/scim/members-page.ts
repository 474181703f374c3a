import type { Page } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { parseJson, parsePageCursor, writePageCursor } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import { isObject, type Row } from '../rows.ts';
import type { MemberList } from './group-members.ts';
import type { FoundRow } from './scim-api.ts';
import type { ScimParts } from './scim-parts.ts';
import { toUser } from './user.ts';
import { USERS_PER_PAGE } from './page-sizes.ts';

/** From how many members on reading everybody is better than a call for each. */
const MANY = 50;

/** Members of a group, those of groups within it among them, page by page; `fits` is the rest of a filter that asks for the group. */
export async function readMembersPage(
  parts: ScimParts,
  groupId: string,
  request: PageRequest & { readonly fits?: (row: Row) => boolean; readonly filter: string | null },
  context: CallContext,
): Promise<Page<User>> {
  const { api, members } = parts;
  const owner = {
    directory: api.directory,
    route: 'GET /Groups/{groupId}',
    list: `Groups/${groupId}/members`,
    filter: request.filter,
  };
  const place = request.cursor === null ? null : parsePageCursor(request.cursor, owner, readPlace);
  const kept = place === null ? null : members.kept(place.list);
  const list = kept ?? (await members.read(groupId, context));
  const start = place === null ? 0 : kept === null ? after(list, place) : place.offset;
  const end = start + Math.max(1, Math.min(Math.trunc(request.limit), USERS_PER_PAGE));
  const ids = list.userIds.slice(start, end);
  const rows = await usersOf(parts, ids, list, context);
  const fitting = request.fits === undefined ? rows : rows.filter(request.fits);
  const isLast = end >= list.userIds.length;
  const next = { list: list.name, offset: end, last: ids.at(-1) ?? '' };
  return {
    rows: fitting.map((row) => toUser(row, { directory: api.directory, observedAt: row.observedAt })),
    nextCursor: isLast ? null : writePageCursor(owner, JSON.stringify(next)),
    total: request.filter === null && list.brokenOff === undefined ? list.userIds.length : null,
    observedAt: list.observedAt,
    ...(isLast && list.brokenOff !== undefined ? { brokenOff: list.brokenOff } : {}),
  };
}

interface Place {
  readonly list: string;
  readonly offset: number;
  /** The last member that was given out: where to go on when the list was read anew. */
  readonly last: string;
}

function after(list: MemberList, { offset, last }: Place): number {
  const at = list.userIds.indexOf(last);
  return at < 0 ? offset : at + 1;
}

function readPlace(value: string): Place | null {
  const parsed = parseJson(value);
  if (!isObject(parsed)) return null;
  const { list, offset, last } = parsed;
  if (typeof list !== 'string' || typeof last !== 'string') return null;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) return null;
  return { list, offset, last };
}

/** Members who are no longer there are left out: the service says that they do not exist. */
async function usersOf(
  { byIds, everybody }: ScimParts,
  ids: readonly string[],
  list: MemberList,
  context: CallContext,
): Promise<readonly FoundRow[]> {
  const { name, userIds } = list;
  const instead =
    userIds.length < MANY ? undefined : async () => await everybody.read(name, userIds, context);
  const found = await byIds.find('Users', ids, {}, context, instead);
  return ids.flatMap((id) => found.get(id) ?? []);
}
