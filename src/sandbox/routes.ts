import type { Need } from './access/rights.ts';
import type { RateGroup } from './http/rate-limiter.ts';
import type { Collection, Handler, Resource, Single } from './resources/resource.ts';
import { JSON_TYPE } from './resources/resource.ts';
import { actionHandler, listHandler, readHandler } from './serve/serve-collection.ts';
import { singleReadHandler, singleWriteHandler } from './serve/serve-single.ts';
import { createHandler, mergeHandler, removeHandler, replaceHandler } from './serve/write-collection.ts';

/** A method and a path with names for its variables, and what answers there. */
export interface Route {
  readonly method: string;
  /** Below `/v1`. */
  readonly template: string;
  readonly need: Need;
  readonly rateGroup: RateGroup;
  /** By content type in lower case; `*` where none is looked at. */
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly isList: boolean;
}

const ANY = '*';

/** All routes of a table of resources. */
export function routesOf(resources: readonly Resource[]): Route[] {
  return resources.flatMap((resource) => {
    if (resource.kind === 'collection') return collectionRoutes(resource);
    if (resource.kind === 'single') return singleRoutes(resource);
    const { method, path, need, contentType, handle, rateGroup } = resource;
    return [route(method, path, need, rateGroup, [[contentType ?? ANY, handle]])];
  });
}

function collectionRoutes(resource: Collection): Route[] {
  const { path, needs, verbs, rateGroup } = resource;
  const member = `${path}/{${resource.id}}`;
  const routes: Route[] = [];
  const add = (method: string, at: string, need: Need, handlers: [string, Handler][], isList = false) =>
    routes.push(route(method, at, need, rateGroup, handlers, isList));
  if (verbs.includes('list')) add('GET', path, needs.read, [[ANY, listHandler(resource)]], true);
  const posts: [string, Handler][] = [];
  if (verbs.includes('create')) {
    const create = resource.create ?? createHandler(resource);
    for (const type of resource.createTypes ?? [JSON_TYPE]) posts.push([type.toLowerCase(), create]);
  }
  for (const [type, action] of Object.entries(resource.listActions ?? {}))
    posts.push([type.toLowerCase(), action]);
  if (posts.length > 0) add('POST', path, needs.create, posts);
  if (verbs.includes('read')) add('GET', member, needs.read, [[ANY, readHandler(resource)]]);
  if (verbs.includes('replace')) add('PUT', member, needs.update, [[JSON_TYPE, replaceHandler(resource)]]);
  if (verbs.includes('merge')) add('PATCH', member, needs.update, [[JSON_TYPE, mergeHandler(resource)]]);
  if (verbs.includes('remove'))
    add('DELETE', member, needs.remove, [[ANY, resource.remove ?? removeHandler(resource)]]);
  if (resource.actions !== undefined) {
    const handlers = Object.entries(resource.actions).map(([type, action]): [string, Handler] => [
      type.toLowerCase(),
      actionHandler(action, resource),
    ]);
    add('POST', member, needs.update, handlers);
  }
  return routes;
}

function singleRoutes(resource: Single): Route[] {
  const { path, needs, rateGroup, read } = resource;
  const routes: Route[] = [];
  if (read !== undefined)
    routes.push(route('GET', path, needs.read, rateGroup, [[ANY, singleReadHandler(resource, read)]]));
  for (const [method, writes] of [
    ['PUT', resource.replace],
    ['POST', resource.post],
  ] as const) {
    if (writes === undefined) continue;
    const handlers = Object.entries(writes).map(([type, write]): [string, Handler] => [
      type.toLowerCase(),
      singleWriteHandler(resource, write),
    ]);
    routes.push(route(method, path, needs.update, rateGroup, handlers));
  }
  if (resource.remove !== undefined) {
    routes.push(
      route('DELETE', path, needs.remove, rateGroup, [
        [resource.removeType?.toLowerCase() ?? ANY, singleWriteHandler(resource, resource.remove)],
      ]),
    );
  }
  return routes;
}

function route(
  method: string,
  template: string,
  need: Need,
  rateGroup: RateGroup = 'directory',
  handlers: [string, Handler][] = [],
  isList = false,
): Route {
  return { method, template, need, rateGroup, handlers: new Map(handlers), isList };
}
