import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PeerAnswer, PeerRequest, PeerRoute } from '../peer-server.ts';
import { badRequest, fail } from './graph-error.ts';
import { project } from './serve-list.ts';
import type { GraphObject, GraphTenant } from './tenant.ts';

/** What is tracked of one object at a moment. */
interface Tracked {
  readonly row: GraphObject;
  /** Of a group. */
  readonly members?: ReadonlySet<string>;
  readonly owners?: ReadonlySet<string>;
}

type State = ReadonlyMap<string, Tracked>;

interface Given {
  readonly path: string;
  readonly select: string | null;
  readonly at: number;
  /** What was there when the token of a round was given. */
  readonly state?: State;
  /** Rows that are left of a round under way, and what was there when it began. */
  readonly rest?: { readonly rows: readonly Record<string, unknown>[]; readonly state: State };
}

const LIFE_MS = 7 * 86_400_000;

/** Delta queries: what was changed since a token, by comparing with what was there then. */
export class DeltaQueries {
  /** Rows of a page. */
  pageSize = 200;
  readonly #tenant: GraphTenant;
  readonly #now: () => number;
  readonly #given = new Map<string, Given>();

  constructor(tenant: GraphTenant, now: () => number) {
    this.#tenant = tenant;
    this.#now = now;
  }

  /** Every token that was given out is answered with 410 from now on. */
  forget(): void {
    this.#given.clear();
  }

  /** Every token that was given out is answered as one that is too old (400) from now on. */
  expire(): void {
    for (const [token, given] of this.#given)
      this.#given.set(token, { ...given, at: Number.NEGATIVE_INFINITY });
  }

  routes(): readonly PeerRoute[] {
    const { users, groups, servicePrincipals } = this.#tenant;
    const ofGroups = (): State =>
      new Map(
        [...groups].map(([id, { row, members, owners }]) => [
          id,
          { row: structuredClone(row), members: new Set(members), owners: new Set(owners) },
        ]),
      );
    const states = {
      users: () => stateOf(users),
      groups: ofGroups,
      servicePrincipals: () => stateOf(servicePrincipals),
    };
    return Object.entries(states).map(([name, state]) => ({
      method: 'GET',
      template: `/v1.0/${name}/delta`,
      handle: (request) => this.#answer(request, state),
    }));
  }

  #answer(request: PeerRequest, stateNow: () => State): PeerAnswer {
    const { query, url } = request;
    const [delta, skip] = [query.get('$deltatoken'), query.get('$skiptoken')];
    const path = url.pathname;
    if (delta === 'latest') return this.#end(request, path, query.get('$select'), stateNow(), []);
    const token = skip ?? delta;
    if (token === null) throw badRequest('Only rounds that begin with a token are simulated.');
    const given = this.#given.get(token);
    if (given === undefined)
      throw fail(410, 'resyncRequired', 'Resync required. Replace any local items with the server state.');
    if (this.#now() - given.at > LIFE_MS)
      throw fail(400, 'syncStateNotFound', 'The sync state generation is not found.');
    if (given.path !== path) throw badRequest('The token is one of another collection.');
    const state = given.rest?.state ?? stateNow();
    const rows = given.rest?.rows ?? this.#changes(given, state);
    if (rows.length <= this.pageSize) return this.#end(request, path, given.select, state, rows);
    const rest = { rows: rows.slice(this.pageSize), state };
    const next = this.#give({ path, select: given.select, at: this.#now(), rest });
    const link = `${url.origin}${path}?$skiptoken=${next}`;
    return { status: 200, body: { '@odata.nextLink': link, value: rows.slice(0, this.pageSize) } };
  }

  #end(
    { url }: PeerRequest,
    path: string,
    select: string | null,
    state: State,
    value: readonly Record<string, unknown>[],
  ): PeerAnswer {
    const token = this.#give({ path, select, at: this.#now(), state });
    const link = `${url.origin}${path}?$deltatoken=${token}`;
    return { status: 200, body: { '@odata.deltaLink': link, value } };
  }

  #give(given: Given): string {
    const token = randomUUID();
    this.#given.set(token, given);
    return token;
  }

  #changes({ state: before = new Map(), select }: Given, now: State): readonly Record<string, unknown>[] {
    const names = select?.split(',');
    const query = new URLSearchParams(select === null ? {} : { $select: select });
    const rows: Record<string, unknown>[] = [];
    for (const [id, { row, members, owners }] of now) {
      const old = before.get(id);
      const shown = project(row, query);
      const moved = names?.includes('members') === true ? this.#moved(old?.members, members) : [];
      const passed = names?.includes('owners') === true ? this.#moved(old?.owners, owners) : [];
      const isSame = old !== undefined && isDeepStrictEqual(project(old.row, query), shown);
      if (!isSame || moved.length > 0 || passed.length > 0)
        rows.push({
          ...(isSame ? { id } : shown),
          ...(moved.length === 0 ? {} : { 'members@delta': moved }),
          ...(passed.length === 0 ? {} : { 'owners@delta': passed }),
        });
    }
    for (const id of before.keys()) {
      if (now.has(id)) continue;
      const reason = this.#tenant.deleted.has(id) ? 'changed' : 'deleted';
      rows.push({ id, '@removed': { reason } });
    }
    return rows;
  }

  #moved(before: ReadonlySet<string> = new Set(), now: ReadonlySet<string> = new Set()): readonly object[] {
    const type = (id: string) => `#microsoft.graph.${this.#tenant.groups.has(id) ? 'group' : 'user'}`;
    const joined = [...now].filter((id) => !before.has(id)).map((id) => ({ '@odata.type': type(id), id }));
    const left = [...before]
      .filter((id) => !now.has(id))
      .map((id) => ({ '@odata.type': type(id), id, '@removed': { reason: 'deleted' } }));
    return [...joined, ...left];
  }
}

function stateOf(objects: ReadonlyMap<string, GraphObject>): State {
  return new Map([...objects].map(([id, row]) => [id, { row: structuredClone(row) }]));
}
