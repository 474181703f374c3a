import { randomUUID } from 'node:crypto';
import { invalidData } from '../api-error.ts';
import type { Call, Collection, Handler, JsonObject, Within } from '../resources/resource.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { bodyOf, requireMembers } from './body.ts';
import { nameOf, represent } from './represent.ts';
import { integersOf, listPathOf, memberOf, rowsOf } from './serve-collection.ts';
import { parentOf } from './visibility.ts';

const ALWAYS_READ_ONLY = ['id', 'environment', 'createdAt', 'updatedAt', '_links', '_embedded'];

/** POST on a list: checks, defaults, a new id. */
export function createHandler(resource: Collection): Handler {
  return (call) => {
    const parent = parentOf(call, resource.within);
    const body = bodyOf(call);
    requireMembers(body, resource.required ?? []);
    const now = call.world.now();
    const row: Row = {
      ...withoutNulls(writable(resource, body, call, false)),
      id: randomUUID(),
      createdAt: now,
      updatedAt: now,
    };
    resource.prepare?.(row, call);
    checkUnique(resource, row, call);
    call.world.rows(resource.store, parent.id, true).set(row.id, row);
    call.world.changed();
    resource.afterCreate?.(row, call);
    resource.afterChange?.(row, call);
    recordChange(resource, row, call, 'CREATED');
    return {
      status: resource.createStatus ?? 201,
      body: represent(resource, row, call, call.path, false),
      ...integersOf(resource),
    };
  };
}

/** PUT: what the body leaves out is cleared, as is what it sets to null; read-only members stay. */
export function replaceHandler(resource: Collection): Handler {
  return (call) => {
    const row = memberOf(resource, call);
    const body = bodyOf(call);
    requireMembers(body, resource.required ?? []);
    const kept = new Set([...ALWAYS_READ_ONLY, ...closedMembers(resource, call, true)]);
    const next: Row = { id: row.id };
    for (const [name, value] of Object.entries(row)) if (kept.has(name)) next[name] = value;
    Object.assign(next, withoutNulls(writable(resource, body, call, true)));
    return changed(resource, row, next, body, call);
  };
}

/** PATCH: absent is unchanged, `null` clears, nested objects are merged. */
export function mergeHandler(resource: Collection): Handler {
  return (call) => {
    const row = memberOf(resource, call);
    const body = bodyOf(call);
    const next = merged(row, writable(resource, body, call, true)) as Row;
    requireMembers(next, resource.required ?? []);
    return changed(resource, row, next, body, call);
  };
}

/** DELETE: 204, and 404 the second time. */
export function removeHandler(resource: Collection): Handler {
  return (call) => {
    const row = memberOf(resource, call);
    resource.beforeRemove?.(row, call);
    const parentId = resource.within === undefined ? '' : call.params[resource.within.param];
    call.world.rows(resource.store, parentId).delete(row.id);
    call.world.forgetBelow(nameOf(resource), row.id);
    call.world.changed(row);
    recordChange(resource, row, call, 'DELETED');
    return { status: 204 };
  };
}

/** Writes down what a call did to a row: with the address of the row, and with the object that it lies below. */
export function recordChange(
  { audit, within }: Pick<Collection, 'audit' | 'within'>,
  row: Row,
  call: Call,
  what: string,
): void {
  const address = `${call.base}${call.path}`;
  const holder = within === undefined ? undefined : holderOf(within, call);
  call.world.record({
    type: `${audit}.${what}`,
    resource: {
      type: audit,
      id: row.id,
      name: row['username'] ?? row['name'],
      href: what === 'CREATED' ? `${address}/${row.id}` : address,
    },
    ...(holder !== undefined && holder.id !== row.id && { holder }),
    populationId: idOf(row['population']) ?? holder?.populationId,
    correlationId: call.transactionId,
    clientId: call.clientId,
  });
}

/** The user, group or application below which a row lies. */
function holderOf({ collection, param }: Within, { world, params }: Call) {
  const row = world.find(collection, params[param] ?? '');
  if (row === undefined) return undefined;
  return {
    type: collection.slice(0, -1).toUpperCase(),
    id: row.id,
    name: row['username'] ?? row['name'],
    populationId: idOf(row['population']),
  };
}

function changed(resource: Collection, row: Row, next: Row, body: JsonObject, call: Call) {
  resource.beforeChange?.(row, body, call);
  const before = { ...row };
  next['updatedAt'] = call.world.now();
  checkUnique(resource, next, call);
  for (const name of Object.keys(row)) if (!Object.hasOwn(next, name)) delete row[name];
  Object.assign(row, next);
  call.world.changed(row);
  resource.afterChange?.(row, call, before);
  recordChange(resource, row, call, 'UPDATED');
  return {
    status: 200,
    body: represent(resource, row, call, listPathOf(call), false),
    ...integersOf(resource),
  };
}

function writable(resource: Collection, body: JsonObject, call: Call, existing: boolean): JsonObject {
  const known = resource.known?.(call.world);
  const refused = new Set(closedMembers(resource, call, existing));
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (ALWAYS_READ_ONLY.includes(name)) continue;
    if (refused.has(name)) {
      if (call.world.settings.readOnlyMembers === 'refuse') {
        throw invalidData({ code: 'INVALID_VALUE', target: name, message: 'is read-only' });
      }
      continue;
    }
    if (known === undefined || known.has(name)) kept[name] = value;
  }
  return kept;
}

function closedMembers(resource: Collection, call: Call, existing: boolean): readonly string[] {
  const readOnly = resource.readOnly ?? [];
  if (!existing) return readOnly;
  return [...readOnly, ...(resource.createOnly ?? []), ...(resource.protectedMembers?.(call.world) ?? [])];
}

function checkUnique(resource: Collection, row: Row, call: Call): void {
  for (const name of resource.unique ?? []) {
    const value = String(row[name]).toLowerCase();
    const other = rowsOf(resource, call).find(
      (one) => one.id !== row.id && String(one[name]).toLowerCase() === value,
    );
    if (other === undefined) continue;
    throw invalidData({
      code: 'UNIQUENESS_VIOLATION',
      target: name,
      message: 'is unique but a non-unique value is provided',
      innerError: { existingId: other.id },
    });
  }
}

function merged(held: JsonObject, change: JsonObject): JsonObject {
  const next: JsonObject = { ...held };
  for (const [name, value] of Object.entries(change)) {
    const before = held[name];
    if (value === null) delete next[name];
    else if (isObject(value)) next[name] = merged(isObject(before) ? before : {}, value);
    else next[name] = value;
  }
  return next;
}

function withoutNulls(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
