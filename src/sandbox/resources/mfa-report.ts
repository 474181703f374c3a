import { randomUUID } from 'node:crypto';
import { forbidden, invalidData, notFound } from '../api-error.ts';
import { predicateOf } from '../filter/evaluate-filter.ts';
import { readFilter, REPORT_FILTER } from '../filter/filter-rules.ts';
import { tooManyRequests } from '../http/rate-limiter.ts';
import { REPORT_FIELDS } from '../report-source.ts';
import { bodyOf, valueAt } from '../serve/body.ts';
import { readCursor } from '../serve/cursor.ts';
import { pageOf } from '../serve/page.ts';
import type { Row } from '../tenant.ts';
import type { Exploration } from '../world.ts';
import type { Answer, Call, JsonObject, Special } from './resource.ts';
import { JSON_TYPE } from './resource.ts';
import { users } from './users.ts';

/** The only template there is: a constant of the documentation. */
export const MFA_REPORT_TEMPLATE = 'db632bfd-7054-4bde-b108-a384aac2d513';
const PATH = '/environments/{environmentId}/dataExplorations';
const LIFETIME_MS = 30 * 60_000;
const PAGE_LIMIT = 1000;
const FILE_LINK_MS = 5 * 60_000;
const shared = { kind: 'special', need: users.needs.read, rateGroup: 'analytics' } as const;

/** The MFA report: devices in bulk, lagging behind, asked for at most once in five seconds. */
export const mfaReport: readonly Special[] = [
  { ...shared, method: 'POST', path: PATH, contentType: JSON_TYPE, handle: create },
  { ...shared, method: 'GET', path: `${PATH}/{dataExplorationId}`, handle: poll },
  { ...shared, method: 'GET', path: `${PATH}/{dataExplorationId}/entries`, handle: entries },
];

function create(call: Call): Answer {
  const { world, query } = call;
  requireRight(call);
  throttle(call);
  const body = bodyOf(call);
  if (valueAt(body, 'dataExplorationTemplate.id') !== MFA_REPORT_TEMPLATE)
    throw invalid('dataExplorationTemplate.id', `Expected ${MFA_REPORT_TEMPLATE}.`);
  const deliverAs = body['deliverAs'] ?? 'ENTRIES';
  if (deliverAs !== 'ENTRIES' && deliverAs !== 'ASYNC_FILE')
    throw invalid('deliverAs', 'Expected ENTRIES or ASYNC_FILE.', ['ENTRIES', 'ASYNC_FILE']);
  const sync = body['sync'] === 'true' || body['sync'] === true;
  const expand = query.get('expand') === 'entries';
  if (expand && deliverAs === 'ASYNC_FILE')
    throw invalid('deliverAs', 'Expected ENTRIES with expand=entries.');
  if (expand && !sync) throw invalid('sync', 'Expected true with expand=entries.');
  const fields = fieldsOf(body['fields']);
  const exploration: Exploration = {
    id: randomUUID(),
    createdAt: world.clock(),
    expiresAt: world.clock() + LIFETIME_MS,
    rows: rowsOf(call, body['filter']),
    fields,
    deliverAs,
    readsLeft: sync && deliverAs === 'ENTRIES' ? 0 : world.settings.report.readsInProgress,
  };
  world.explorations.set(exploration.id, exploration);
  const href = `${call.path}/${exploration.id}`;
  const shown = represent(exploration, call, href);
  if (!expand) return { status: 201, body: shown };
  const page = envelope({ ...call, path: `${href}/entries` }, exploration);
  return {
    status: 201,
    body: { ...shown, ...page, _links: { ...links(shown), ...links(page), self: links(shown)['self'] } },
  };
}

function poll(call: Call): Answer {
  const exploration = found(call);
  const body = represent(exploration, call, call.path);
  if (exploration.readsLeft > 0) exploration.readsLeft -= 1;
  return { status: 200, body };
}

function entries(call: Call): Answer {
  const exploration = found(call);
  if (exploration.deliverAs === 'ASYNC_FILE')
    throw invalid('deliverAs', 'The exploration is delivered as a file, not as entries.');
  if (exploration.readsLeft > 0) throw invalid('status', 'The exploration is still in progress.');
  return { status: 200, body: envelope(call, exploration) };
}

function envelope(call: Call, exploration: Exploration): JsonObject {
  const text = call.query.get('cursor');
  const cursor = text === null ? undefined : readCursor(text, call.path);
  const source = { list: exploration.rows, predicate: undefined, places: undefined };
  const page = pageOf(call, source, undefined, cursor, PAGE_LIMIT);
  const base = `${call.base}${call.path}`;
  const next =
    page.next === undefined ? {} : { next: { href: `${base}?cursor=${page.next}&limit=${page.limit}` } };
  return {
    _links: { self: { href: base }, ...next },
    _embedded: { entries: page.rows.map((row) => project(row, exploration.fields)) },
    ...(page.count === undefined ? {} : { count: page.count }),
    size: page.rows.length,
  };
}

function represent(exploration: Exploration, call: Call, path: string): JsonObject {
  const href = `${call.base}${path}`;
  return {
    _links: { self: { href }, entries: { href: `${href}/entries` } },
    id: exploration.id,
    environment: { id: call.params['environmentId'] },
    dataExplorationTemplate: { id: MFA_REPORT_TEMPLATE },
    fields: exploration.fields.map((name) => ({ name })),
    deliverAs: exploration.deliverAs,
    status: exploration.readsLeft > 0 ? 'IN_PROGRESS' : 'SUCCESS',
    ...fileLinks(exploration, call),
    createdAt: new Date(exploration.createdAt).toISOString(),
    expiresAt: new Date(exploration.expiresAt).toISOString(),
  };
}

/**
 * Where the files lie, and what opens them: made anew by every read, each good for five minutes. As with PingOne the addresses
 * are those of a file store, not of the API; here nothing answers there.
 */
function fileLinks(exploration: Exploration, call: Call): JsonObject {
  if (exploration.deliverAs === 'ENTRIES' || exploration.readsLeft > 0) return {};
  const expires = Math.floor((call.world.clock() + FILE_LINK_MS) / 1000);
  const href = (format: string) =>
    `https://reports.pingone.example/devices-report-${exploration.id}.${format}.zip?expires=${expires}`;
  return {
    zipPassword: exploration.id.slice(0, 10),
    csvPresignedUrl: href('csv'),
    jsonPresignedUrl: href('json'),
  };
}

function found(call: Call): Exploration {
  requireRight(call);
  const exploration = call.world.explorations.get(call.params['dataExplorationId'] ?? '');
  if (exploration === undefined || exploration.expiresAt <= call.world.clock()) throw notFound();
  return exploration;
}

function requireRight(call: Call): void {
  // The report covers the environment, so a right for some populations is none.
  if (call.world.settings.report.refused || call.reach.kind !== 'all') throw forbidden();
}

function throttle(call: Call): void {
  const { world } = call;
  const now = world.clock();
  const wait = world.lastExplorationAt + world.settings.report.throttleSeconds * 1000 - now;
  if (wait > 0) throw tooManyRequests(wait, now, world.settings.retryAfter);
  world.lastExplorationAt = now;
}

function rowsOf(call: Call, filter: unknown): readonly Row[] {
  const rows = call.world.reportSource.rows(call.world);
  if (filter === undefined || filter === null || filter === '') return rows;
  const wanted = predicateOf(readFilter(typeof filter === 'string' ? filter : '', REPORT_FILTER));
  return rows.filter(wanted);
}

function fieldsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return REPORT_FIELDS;
  const names = value.map((field: unknown) => String(valueAt(field, 'name')));
  const unknown = names.find((name) => !REPORT_FIELDS.includes(name));
  if (unknown !== undefined)
    throw invalid('fields', `There is no field ${unknown.slice(0, 40)}.`, REPORT_FIELDS);
  return names;
}

function project(row: Row, fields: readonly string[]): JsonObject {
  const shown: JsonObject = {};
  for (const name of fields) if (row[name] !== undefined) shown[name] = row[name];
  return shown;
}

function links(value: JsonObject): JsonObject {
  return value['_links'] as JsonObject;
}

function invalid(target: string, message: string, allowedValues?: readonly string[]): Error {
  return invalidData({
    code: 'INVALID_VALUE',
    target,
    message,
    ...(allowedValues === undefined ? {} : { innerError: { allowedValues } }),
  });
}
