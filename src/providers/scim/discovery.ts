import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { RestApi } from '../rest-api.ts';
import { flag, isObject, type Members, object, objects, text, whole } from '../rows.ts';

/**
 * What a service says of itself (RFC 7643 section 5, RFC 9865 section 4). Null: it does not say, which is no refusal:
 * everything is tried then, and what it answers counts.
 */
export interface ServiceConfig {
  readonly patch: boolean | null;
  readonly etag: boolean | null;
  readonly filter: boolean | null;
  /** The largest page that it gives. */
  readonly maxResults: number | null;
  /** Cursor paging where it is offered: unlike index paging it loses nobody while rows come and go. */
  readonly paging: 'INDEX' | 'CURSOR';
  /** Whether there is a resource type for groups. */
  readonly groups: boolean | null;
  /** When it tells members of a group: `default`, `request`, `never`. */
  readonly membersReturned: string | null;
}

const FRESH_MS = 60 * 60 * 1_000;

/** `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas`, read when first needed and kept for an hour. */
export class Discovery {
  readonly #api: RestApi;
  readonly #clock: () => Date;
  #kept: { readonly config: ServiceConfig; readonly at: number } | null = null;
  #reading: Promise<ServiceConfig> | null = null;

  constructor(api: RestApi, clock: () => Date) {
    this.#api = api;
    this.#clock = clock;
  }

  /** What is known now. A service without these pages, or one that fails, says nothing; only a failure is asked again. */
  async config(context: CallContext): Promise<ServiceConfig> {
    const now = this.#clock().getTime();
    if (this.#kept !== null && now - this.#kept.at < FRESH_MS) return this.#kept.config;
    // Who waits with others must not be ended by the first one's going away: then it is asked again below.
    if (this.#reading !== null) {
      const shared = await this.#reading;
      if (this.#kept !== null || context.signal?.aborted === true) return shared;
    }
    this.#reading ??= this.#read(context).finally(() => {
      this.#reading = null;
    });
    return await this.#reading;
  }

  async #read(context: CallContext): Promise<ServiceConfig> {
    const [provider, types, schemas] = await Promise.all(
      ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].map((path) => this.#document(path, context)),
    );
    const config = configOf(provider?.members, types?.members, schemas?.members);
    // What failed for another reason than not being there may be there the next time.
    if ([provider, types, schemas].every((document) => document !== undefined))
      this.#kept = { config, at: this.#clock().getTime() };
    return config;
  }

  /** Members null: there is no such page, or it is none. Undefined: it could not be read now. */
  async #document(
    path: string,
    context: CallContext,
  ): Promise<{ readonly members: Members | null } | undefined> {
    try {
      return { members: (await this.#api.read(path, {}, context)).members };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const passing = error.retryable || error.code === 'CANCELLED' || error.code === 'UNAUTHORIZED';
      return passing && error.facts.status !== 501 ? undefined : { members: null };
    }
  }
}

function configOf(
  provider: Members | null | undefined,
  types: Members | null | undefined,
  schemas: Members | null | undefined,
): ServiceConfig {
  const said = provider ?? {};
  const supports = (name: string): boolean | null => flag(object(said, name) ?? {}, 'supported');
  const pagination = object(said, 'pagination') ?? {};
  const sizes = [whole(object(said, 'filter') ?? {}, 'maxResults'), whole(pagination, 'maxPageSize')].filter(
    (size) => size !== null && size > 0,
  );
  return {
    patch: supports('patch'),
    etag: supports('etag'),
    filter: supports('filter'),
    maxResults: sizes.length === 0 ? null : Math.min(...sizes.filter((size) => size !== null)),
    paging: flag(pagination, 'cursor') === true ? 'CURSOR' : 'INDEX',
    groups: types === null || types === undefined ? null : hasGroups(types),
    membersReturned: schemas === null || schemas === undefined ? null : membersReturned(schemas),
  };
}

/** `/Groups`, whole addresses and a missing slash are all in use. Types that a page leaves out are not known to be missing. */
function hasGroups(types: Members): boolean | null {
  const rows = objects(types, 'Resources');
  // One that does not say where it is may be the one.
  const isTold = rows.every((row) => text(row, 'endpoint') !== null);
  if (rows.some((row) => /(?:^|\/)groups\/?$/i.test(text(row, 'endpoint') ?? ''))) return true;
  const total = whole(types, 'totalResults') ?? rows.length;
  return rows.length === 0 || rows.length < total || !isTold ? null : false;
}

function membersReturned(schemas: Members): string | null {
  const group = objects(schemas, 'Resources').find(
    (schema) => text(schema, 'id') === 'urn:ietf:params:scim:schemas:core:2.0:Group',
  );
  const members = group && objects(group, 'attributes').find((one) => text(one, 'name') === 'members');
  return isObject(members) ? text(members, 'returned') : null;
}
