import type { Call, Collection, JsonObject } from '../resources/resource.ts';
import type { Row } from '../tenant.ts';

/** A row as it goes over the wire: its members, `environment`, absolute links, what `expand` and `include` ask for. */
export function represent(
  resource: Collection,
  row: Row,
  call: Call,
  listPath: string,
  inList: boolean,
): JsonObject {
  const href = `${call.base}${listPath}/${row.id}`;
  const links: JsonObject = { self: { href } };
  if (!inList) for (const link of resource.links ?? []) links[link] = { href: `${href}/${link}` };
  const members = withoutLate(
    resource,
    row,
    call,
    resource.shape === undefined ? row : resource.shape(row, call, inList),
  );
  const { environmentId } = call.params;
  const shown: JsonObject = { _links: links, ...members };
  if (environmentId !== undefined && shown['environment'] === undefined)
    shown['environment'] = { id: environmentId };
  const embedded = expanded(resource.expand, row, call);
  if (embedded !== undefined) {
    const own = shown['_embedded'];
    shown['_embedded'] = typeof own === 'object' ? { ...own, ...embedded } : embedded;
  }
  if (!inList) {
    for (const name of namesIn(call.query.get('include'))) {
      const value = ownEntry(resource.include, name)?.(row, call);
      if (value !== undefined) shown[name] = value;
    }
  }
  return shown;
}

/** Some members show later than their row: `roles.canAssign`, `populations.theme`. */
function withoutLate(resource: Collection, row: Row, { world }: Call, members: JsonObject): JsonObject {
  const late = Object.keys(world.settings.appearsAfterSeconds);
  if (late.length === 0) return members;
  const prefix = `${nameOf(resource)}.`;
  let shown = members;
  for (const key of late) {
    if (!key.startsWith(prefix) || world.hasAppeared(key, row['createdAt'])) continue;
    const { [key.slice(prefix.length)]: _late, ...rest } = shown;
    shown = rest;
  }
  return shown;
}

/** What a store is called in settings: `roles`, `users/devices`. */
export function nameOf({ store }: Pick<Collection, 'store'>): string {
  return store.kind === 'child' ? `${store.parent}/${store.name}` : store.name;
}

/** What `expand` adds, or nothing. Unknown names are ignored. */
export function expanded<T>(
  expanders: Readonly<Record<string, (value: T, call: Call) => unknown>> | undefined,
  value: T,
  call: Call,
): JsonObject | undefined {
  if (expanders === undefined) return undefined;
  const embedded: JsonObject = {};
  for (const name of namesIn(call.query.get('expand'))) {
    const found = ownEntry(expanders, name)?.(value, call);
    if (found !== undefined) embedded[name] = found;
  }
  return Object.keys(embedded).length === 0 ? undefined : embedded;
}

function namesIn(text: string | null): readonly string[] {
  return text === null ? [] : text.split(',').map((name) => name.trim());
}

function ownEntry<T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}
