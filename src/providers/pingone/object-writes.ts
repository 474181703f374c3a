import type { JsonObject } from '../../model/action.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { ObjectKind, ObjectRecord, ObjectWrites } from '../object-writes.ts';
import type { Ids } from '../paths.ts';
import { isObject, type Members, objects, type Row, text } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { objectRoutes, type ObjectRoute } from './object-kinds.ts';
import { canQuote, compare } from './scim.ts';

/** What no object can be given; PingOne ignores it in a body, or refuses it. */
const NEVER_SET: ReadonlySet<string> = new Set([
  '_links',
  '_embedded',
  'id',
  'environment',
  'createdAt',
  'updatedAt',
]);

export function createObjectWrites(api: EnvironmentApi): ObjectWrites {
  return {
    async read(kind, externalId, context) {
      const route = objectRoutes[kind];
      const { template, ids, parentId } = memberOf(kind, externalId);
      const found = await api.find(template, ids, context);
      return found === null ? null : recordOf(route, found.row, parentId);
    },

    async find(kind, parentId, members, context) {
      const route = objectRoutes[kind];
      const { template, ids } = listOf(kind, parentId);
      const wanted = route.unique.map((path) => valueAt(members, path));
      const { name } = members;
      const query =
        route.filtersByName === true && typeof name === 'string' && canQuote(name)
          ? { query: { filter: compare('name', 'eq', name) } }
          : {};
      const { rows, origin } = await api.rawList(template, ids, route.collection, context, query);
      const found = identified(rows, origin, 'the list').find(
        (row) =>
          route.isForeign?.(row.members) !== true &&
          route.unique.every((path, at) => valueAt(row.members, path) === wanted[at]),
      );
      return found === undefined ? null : recordOf(route, found, parentId);
    },

    async create(kind, parentId, members, context) {
      const { template, ids } = listOf(kind, parentId);
      const call = { method: 'POST' as const, body: members, idempotent: false };
      const { members: created, origin } = await api.send(template, ids, call, context);
      const id = text(created, 'id');
      if (id === null)
        throw badResponse(origin, `is an object without an id, found ${kindOf(created['id'])}`);
      return recordOf(objectRoutes[kind], { id, members: created }, parentId);
    },

    async replace(kind, externalId, members, context) {
      const { template, ids } = memberOf(kind, externalId);
      const closed = objectRoutes[kind].createOnly ?? [];
      const body = Object.fromEntries(Object.entries(members).filter(([name]) => !closed.includes(name)));
      await api.send(template, ids, { method: 'PUT', body }, context);
    },

    async remove(kind, externalId, context) {
      const { template, ids } = memberOf(kind, externalId);
      await api.command(template, ids, { method: 'DELETE' }, context);
    },

    setPopulationIdentityProvider: (populationId, identityProviderId, context) =>
      setDefaultIdentityProvider(api, populationId, identityProviderId, context),
  };
}

/** Without an id, people sign on at PingOne again. */
async function setDefaultIdentityProvider(
  api: EnvironmentApi,
  populationId: string,
  identityProviderId: string | null,
  context: CallContext,
): Promise<void> {
  const body = identityProviderId === null ? { type: 'PING_ONE' } : { id: identityProviderId };
  await api.send(
    'populations/{populationId}/defaultIdentityProvider',
    { populationId },
    { method: 'PUT', body },
    context,
  );
}

function listOf(kind: ObjectKind, parentId: string | null): { readonly template: string; readonly ids: Ids } {
  const { collection, parent } = objectRoutes[kind];
  if (parent === undefined) return { template: collection, ids: {} };
  const { collection: above, id } = objectRoutes[parent];
  return { template: `${above}/{${id}}/${collection}`, ids: { [id]: parentId ?? '' } };
}

function memberOf(
  kind: ObjectKind,
  externalId: string,
): { readonly template: string; readonly ids: Ids; readonly parentId: string | null } {
  const { id, parent } = objectRoutes[kind];
  const at = parent === undefined ? -1 : externalId.indexOf('/');
  const parentId = parent === undefined ? null : externalId.slice(0, Math.max(at, 0));
  const { template, ids } = listOf(kind, parentId);
  return { template: `${template}/{${id}}`, ids: { ...ids, [id]: externalId.slice(at + 1) }, parentId };
}

function recordOf(route: ObjectRoute, { id, members }: Row, parentId: string | null): ObjectRecord {
  const worked = new Set(route.readOnly);
  const own = Object.entries(members).filter(([name, value]) => !NEVER_SET.has(name) && value !== null);
  return {
    externalId: parentId === null ? id : `${parentId}/${id}`,
    members: Object.fromEntries(
      own
        .filter(([name]) => !worked.has(name))
        .map(([name, value]) => [
          name,
          route.references?.includes(name) === true ? idsOf(members, name) : value,
        ]),
    ),
    readOnly: Object.fromEntries(own.filter(([name]) => worked.has(name))),
  };
}

function idsOf(members: Members, name: string): readonly JsonObject[] {
  return objects(members, name).map(({ id }) => ({ id }));
}

function valueAt(members: Members, path: string): unknown {
  let value: unknown = members;
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined;
  return value ?? undefined;
}
