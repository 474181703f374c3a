import type { Page } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, kindOf, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { parseJson, parsePageCursor, writePageCursor } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import type { RestApi } from '../rest-api.ts';
import type { Members, Row } from '../rows.ts';
import { isObject, whole } from '../rows.ts';
import { isNotFound } from './role-mappings.ts';

/** No tree is deeper: one that seems so goes round. */
const DEEPEST = 50;
const OWNER = { route: 'GET /groups', list: 'groups', filter: null } as const;

/** A place in the tree: children of `parent` (null: the top) from `index` on, and those of them that were read already. */
interface Level {
  readonly parent: string | null;
  index: number;
  /** First row of what was read last: reading on must not begin with it again. */
  before: string;
  readonly ahead: Row[];
  /** Whether `ahead` holds the last of them. */
  ended: boolean;
}

/**
 * One page of all groups. Keycloak pages the top of the tree and the children of each group by themselves: the tree is walked, parents
 * before their children, and the cursor is the way from the top to the place that was reached.
 */
export async function readGroupPage(
  api: RestApi,
  request: PageRequest,
  pageSize: number,
  context: CallContext,
): Promise<Page<Row>> {
  const owner = { ...OWNER, directory: api.directory };
  const limit = Math.max(1, Math.min(Math.trunc(request.limit), pageSize));
  const levels =
    request.cursor === null
      ? [top()]
      : parsePageCursor(request.cursor, owner, (value) => toWay(parseJson(value)));
  const rows: Row[] = [];
  let observedAt = new Date();
  for (let level = levels.at(-1); level !== undefined && rows.length < limit; level = levels.at(-1)) {
    const row = level.ahead.shift();
    if (row !== undefined) {
      level.index += 1;
      rows.push(row);
      const below = levelBelow(row, api.target('GET', '/groups', {}, context).origin);
      if (below === null) continue;
      if (levels.some(({ parent }) => parent === row.id) || levels.length >= DEEPEST)
        throw endless(api, `leads round in a circle, or over more than ${DEEPEST} steps`, context);
      levels.push(below);
    } else if (level.ended) {
      levels.pop();
    } else {
      const page = await readLevel(api, level, limit, context);
      const start = page.rows[0]?.id ?? '';
      if (start !== '' && start === level.before) throw endless(api, 'gives the same rows again', context);
      level.before = start;
      observedAt = page.observedAt;
      level.ahead.push(...page.rows);
      level.ended = page.rows.length < limit;
    }
  }
  while (levels.at(-1)?.ended === true && levels.at(-1)?.ahead.length === 0) levels.pop();
  const nextCursor = levels.length === 0 ? null : writePageCursor(owner, writeWay(levels));
  return { rows, nextCursor, total: null, observedAt };
}

function top(): Level {
  return { parent: null, index: 0, before: '', ahead: [], ended: false };
}

/**
 * `subGroupCount` came with `/children`; before, the whole tree below a group was in its row.
 * @throws {UpstreamError} `BAD_RESPONSE` when either is of another type, or none of them there: read as none, the groups below would
 * be lost. A server of any age sends `subGroups`, if only an empty list.
 */
function levelBelow({ id, members }: Row, origin: Origin): Level | null {
  const embedded = embeddedIn(members, origin);
  const count = countOf(members, origin);
  if (count === null && !('subGroups' in members))
    throw badResponse(
      origin,
      'has a group that says neither in subGroupCount nor in subGroups what is below it',
    );
  if (count === 0 || (count === null && embedded.length === 0)) return null;
  const isWhole = embedded.length > 0 && (count === null || embedded.length >= count);
  return { parent: id, index: 0, before: '', ahead: isWhole ? [...embedded] : [], ended: isWhole };
}

function countOf(members: Members, origin: Origin): number | null {
  const count = whole(members, 'subGroupCount');
  const said = members['subGroupCount'] ?? null;
  if (count !== null || said === null) return count;
  throw badResponse(
    origin,
    `was expected to count the groups below one in subGroupCount, found ${kindOf(said)}`,
  );
}

function embeddedIn(members: Members, origin: Origin): readonly Row[] {
  const said: unknown = members['subGroups'] ?? [];
  if (!Array.isArray(said) || !said.every(isObject))
    throw badResponse(origin, `was expected to hold groups in subGroups, found ${kindOf(said)}`);
  return identified(said, origin);
}

/** `max` is always said: of children Keycloak gives ten by itself. */
async function readLevel(
  api: RestApi,
  { parent, index }: Level,
  max: number,
  context: CallContext,
): Promise<{ readonly rows: readonly Row[]; readonly observedAt: Date }> {
  const query = { first: String(index), max: String(max), briefRepresentation: 'false' };
  if (parent === null) {
    const answer = await api.readArray('/groups', {}, context, { query });
    return { rows: identified(answer.rows, answer.origin), observedAt: answer.observedAt };
  }
  try {
    const answer = await api.readArray('/groups/{groupId}/children', { groupId: parent }, context, { query });
    return { rows: identified(answer.rows, answer.origin), observedAt: answer.observedAt };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return await readEmbedded(api, parent, index, error, context);
  }
}

/** A server without `/children`, or a group that was deleted meanwhile, with all that was below it. */
async function readEmbedded(
  api: RestApi,
  groupId: string,
  index: number,
  notFound: UpstreamError,
  context: CallContext,
): Promise<{ readonly rows: readonly Row[]; readonly observedAt: Date }> {
  const found = await api.find('/groups/{groupId}', { groupId }, context);
  if (found === null) return { rows: [], observedAt: new Date() };
  const { origin, observedAt } = found.answer;
  if ((countOf(found.row.members, origin) ?? 0) > 0) throw notFound;
  return { rows: embeddedIn(found.row.members, origin).slice(index), observedAt };
}

function writeWay(levels: readonly Level[]): string {
  return JSON.stringify(levels.map(({ parent, index, before }) => [parent, index, before]));
}

function toWay(way: unknown): Level[] | null {
  const levels = Array.isArray(way) ? way.map(toLevel) : [];
  if (levels.length === 0 || levels.length > DEEPEST || levels.includes(null)) return null;
  return levels.filter((level) => level !== null);
}

function toLevel(step: unknown): Level | null {
  if (!Array.isArray(step)) return null;
  const [parent, index, before]: unknown[] = step;
  if ((parent !== null && typeof parent !== 'string') || typeof before !== 'string') return null;
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0
    ? { parent, index, before, ahead: [], ended: false }
    : null;
}

function endless(api: RestApi, problem: string, context: CallContext): UpstreamError {
  return badResponse(api.target('GET', '/groups', {}, context).origin, problem);
}
