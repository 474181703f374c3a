import { forbidden, notFound } from '../api-error.ts';
import type { MembersOf, Predicate } from '../filter/evaluate-filter.ts';
import { predicateOf } from '../filter/evaluate-filter.ts';
import { readFilter } from '../filter/filter-rules.ts';
import { placesFor } from '../filter/filter-places.ts';
import type { Answer, Call, Collection, Handler, JsonObject } from '../resources/resource.ts';
import type { Row } from '../tenant.ts';
import { readCursor } from './cursor.ts';
import type { Page, Source } from './page.ts';
import { pageOf } from './page.ts';
import { nameOf, represent } from './represent.ts';
import { hasBytes, memberBytes, rowsBytes } from './row-bytes.ts';
import { covers, parentOf } from './visibility.ts';

/** GET of a list: filter, rights, page, links. */
export function listHandler(resource: Collection): Handler {
  return (call) => {
    resource.checkList?.(call);
    if (isBeyondReach(resource, call)) {
      if (call.world.settings.missingRights === 'refuse') throw forbidden();
      return { status: 200, body: envelope(resource, call, emptyPage()) };
    }
    parentOf(call, resource.within);
    const cursorText = call.query.get('cursor');
    const cursor = cursorText === null ? undefined : readCursor(cursorText, call.path);
    const filter = cursor === undefined ? (call.query.get('filter') ?? undefined) : cursor.filter;
    const source = sourceOf(resource, filter, call, shownRows(resource, call));
    const page = pageOf(call, source, filter, cursor, resource.pageLimit);
    if (hasBytes(resource, call)) return { status: 200, bytes: envelopeBytes(resource, call, page) };
    return { status: 200, body: envelope(resource, call, page), ...integersOf(resource) };
  };
}

/** GET of one member. */
export function readHandler(resource: Collection): Handler {
  return (call) => {
    const row = memberOf(resource, call);
    if (hasBytes(resource, call))
      return { status: 200, bytes: memberBytes(resource, row, call, listPathOf(call)) };
    return {
      status: 200,
      body: represent(resource, row, call, listPathOf(call), false),
      ...integersOf(resource),
    };
  };
}

/** POST on a member: the content type chooses the operation. */
export function actionHandler(action: (row: Row, call: Call) => Answer, resource: Collection): Handler {
  return (call) => action(memberOf(resource, call), call);
}

/** @throws {ApiError} 404 when there is no such member, or none that the caller may see. */
export function memberOf(resource: Collection, call: Call): Row {
  const parent = parentOf(call, resource.within);
  const id = call.params[resource.id] ?? '';
  const row =
    resource.rows === undefined
      ? call.world.rows(resource.store, parent.id).get(id)
      : resource.rows(call).find((one) => one.id === id);
  if (row === undefined) throw notFound();
  if (!call.world.hasAppeared(nameOf(resource), row['createdAt']))
    throw call.world.settings.notYetStatus === 403 ? forbidden() : notFound();
  if (resource.within === undefined && !covers(call.reach, resource.scope, row)) {
    throw resource.scope === 'environment' ? forbidden() : notFound();
  }
  return row;
}

/** The rows of a list, also those that do not show yet. */
export function rowsOf(resource: Collection, call: Call): readonly Row[] {
  if (resource.rows !== undefined) return resource.rows(call);
  const parentId = resource.within === undefined ? '' : call.params[resource.within.param];
  return call.world.list(call.world.rows(resource.store, parentId));
}

function shownRows(resource: Collection, call: Call): readonly Row[] {
  const rows = rowsOf(resource, call);
  const name = nameOf(resource);
  if (call.world.settings.appearsAfterSeconds[name] === undefined) return rows;
  return rows.filter((row) => call.world.hasAppeared(name, row['createdAt']));
}

/** The path of the list that a member's path belongs to. */
export function listPathOf(call: Call): string {
  return call.path.slice(0, call.path.lastIndexOf('/'));
}

function envelope(resource: Collection, call: Call, page: Page): JsonObject {
  const rows = page.rows.map((row) => represent(resource, row, call, call.path, true));
  return {
    _links: linksOf(call, page),
    _embedded: { [resource.embedded]: rows },
    ...(page.count === undefined ? {} : { count: page.count }),
    size: rows.length,
  };
}

/** The same as bytes. */
function envelopeBytes(resource: Collection, call: Call, page: Page): Buffer {
  const links = JSON.stringify(linksOf(call, page));
  const count = page.count === undefined ? '' : `"count":${page.count},`;
  return Buffer.concat([
    Buffer.from(`{"_links":${links},"_embedded":{"${resource.embedded}":[`),
    ...rowsBytes(resource, page.rows, call),
    Buffer.from(`]},${count}"size":${page.rows.length}}`),
  ]);
}

function linksOf(call: Call, page: Page): JsonObject {
  const query = call.query.toString();
  const links: JsonObject = { self: { href: `${call.base}${call.path}${query === '' ? '' : `?${query}`}` } };
  if (page.next !== undefined) {
    const next = new URLSearchParams(call.query);
    next.delete('filter');
    next.set('cursor', page.next);
    if (page.limit !== undefined) next.set('limit', String(page.limit));
    links['next'] = { href: `${call.base}${call.path}?${next.toString()}` };
  }
  return links;
}

/** A right for some populations or applications says nothing about what belongs to the environment as a whole. */
function isBeyondReach(resource: Collection, { reach }: Call): boolean {
  return reach.kind === 'none' || (reach.kind === 'part' && resource.scope === 'environment');
}

/** What the sender has to know of numbers that are kept as text. */
export function integersOf({ integers }: Collection): Pick<Answer, 'integers'> {
  return integers === undefined ? {} : { integers };
}

function emptyPage(): Page {
  return { rows: [], count: 0, next: undefined, limit: undefined };
}

function reachPredicate(resource: Collection, call: Call): Predicate | undefined {
  const { reach } = call;
  if (reach.kind === 'all' || resource.within !== undefined) return undefined;
  return (row) => covers(reach, resource.scope, row as Row);
}

/** What a list's page is taken from: by the caller's rights and the filter. */
function sourceOf(resource: Collection, text: string | undefined, call: Call, list: readonly Row[]): Source {
  const reach = reachPredicate(resource, call);
  if (text === undefined || resource.filter === undefined)
    return { list, predicate: reach, places: undefined };
  const { memberships, settings, kept } = call.world;
  const rules = typeof resource.filter === 'function' ? resource.filter(call.world) : resource.filter;
  const filter = readFilter(text, rules);
  const membersOf: MembersOf = (groupId) =>
    settings.groupMembers === 'effective' ? memberships.effective(groupId) : memberships.direct(groupId);
  return {
    list,
    predicate: both(reach, predicateOf(filter, membersOf)),
    places:
      kept === undefined || resource.indexed === undefined
        ? undefined
        : placesFor(filter, resource.indexed, kept.places.of(list), membersOf),
  };
}

function both(one: Predicate | undefined, other: Predicate | undefined): Predicate | undefined {
  if (one === undefined) return other;
  if (other === undefined) return one;
  return (row) => one(row) && other(row);
}
