import { randomUUID } from 'node:crypto';
import { Memberships } from './memberships.ts';
import { Places } from './places.ts';
import { ReportSource } from './report-source.ts';
import { RowBytes } from './row-bytes.ts';
import type { SandboxSettings } from './settings.ts';
import type { Row, Rows, Tenant } from './tenant.ts';

/** Where the rows of a list are kept. */
export type Store =
  | { readonly kind: 'platform'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'child'; readonly parent: string; readonly name: string };

/** A report that was asked for, kept for a while. */
export interface Exploration {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly rows: readonly Row[];
  readonly fields: readonly string[];
  readonly deliverAs: 'ENTRIES' | 'ASYNC_FILE';
  /** How many more reads answer IN_PROGRESS. */
  readsLeft: number;
}

/** One served tenant: its rows, what is derived from them, the clock and the switches. */
export class World {
  readonly tenant: Tenant;
  readonly settings: SandboxSettings;
  readonly clock: () => number;
  readonly memberships: Memberships;
  /** Activities, oldest first. */
  readonly audit: Row[] = [];
  readonly reportSource = new ReportSource();
  readonly explorations = new Map<string, Exploration>();
  /** Users whose switch was set a moment ago, while `lockRefusedAfterEnabled` is on. */
  readonly justSwitched = new Set<string>();
  /** Role assignments that the service made, by id, with the moment until which they are read-only. */
  readonly readOnlyUntil = new Map<string, number>();
  /** When the last report was asked for. */
  lastExplorationAt = Number.NEGATIVE_INFINITY;
  /** Changes with every write; what is derived is computed anew then. */
  version = 0;
  /**
   * Whether rows change by calls only, or with a `touch` after. Bytes and places of rows are then kept until the next change, and a
   * list of 100,000 costs little. Not so by default: whoever has the tenant in hand changes rows as they please.
   */
  changesAreTold = false;
  readonly bytes = new RowBytes();
  readonly places = new Places(() => this.version);
  readonly #lists = new WeakMap<Rows, { readonly version: number; readonly rows: readonly Row[] }>();
  readonly #counts = new Map<string, number>();
  #countedAt = -1;

  /** The world of the managed environment: itself, unless this is one of its further environments. */
  readonly home: World;
  /** Further environments of the organization, by id; empty in any but the home world. */
  readonly environments = new Map<string, World>();

  constructor(tenant: Tenant, settings: SandboxSettings, clock: () => number, home?: World) {
    this.tenant = tenant;
    this.settings = settings;
    this.clock = clock;
    this.home = home ?? this;
    this.memberships = new Memberships(tenant, () => this.version);
  }

  now(): string {
    return new Date(this.clock()).toISOString();
  }

  /** The world of an environment, or `undefined` when the organization has none of this id. */
  inEnvironment(id: string): World | undefined {
    return id === this.home.tenant.environmentId ? this.home : this.home.environments.get(id);
  }

  /** To be called after the tenant was changed by hand, so that what is derived from it is computed anew. */
  touch(): void {
    this.version += 1;
    this.bytes.clear();
  }

  /** The same after a call that changed these rows and no others. */
  changed(...rows: readonly Row[]): void {
    this.version += 1;
    for (const row of rows) this.bytes.forget(row);
  }

  /** What is kept of rows and lists while nothing changes; `undefined` where rows change without a word. */
  get kept(): { readonly bytes: RowBytes; readonly places: Places } | undefined {
    return this.home.changesAreTold ? this : undefined;
  }

  /** The rows of a store; an absent one is made when `create` is set, and otherwise read as empty. */
  rows(store: Store, parentId = '', create = false): Rows {
    if (store.kind === 'child') {
      const path = `${store.parent}/${store.name}`;
      const byParent = this.tenant.children.get(path) ?? new Map<string, Rows>();
      if (create) this.tenant.children.set(path, byParent);
      return entry(byParent, parentId, create);
    }
    return entry(
      store.kind === 'platform' ? this.tenant.platform : this.tenant.collections,
      store.name,
      create,
    );
  }

  /** The same as a list, in order, without a copy for every page. */
  list(rows: Rows): readonly Row[] {
    const known = this.#lists.get(rows);
    if (known !== undefined && known.version === this.version && known.rows.length === rows.size)
      return known.rows;
    const list = [...rows.values()];
    this.#lists.set(rows, { version: this.version, rows: list });
    return list;
  }

  find(collection: string, id: string): Row | undefined {
    return this.tenant.collections.get(collection)?.get(id);
  }

  /** Drops everything below a row that is gone. */
  forgetBelow(collection: string, id: string): void {
    const prefix = `${collection}/`;
    for (const [path, byParent] of this.tenant.children) if (path.startsWith(prefix)) byParent.delete(id);
    for (const [path, byParent] of this.tenant.details) if (path.startsWith(prefix)) byParent.delete(id);
  }

  /** Whether something that was made at `createdAt` shows by now; `name` is a key of `appearsAfterSeconds`. */
  hasAppeared(name: string, createdAt: unknown): boolean {
    const seconds = this.settings.appearsAfterSeconds[name];
    if (seconds === undefined || typeof createdAt !== 'string') return true;
    return Date.parse(createdAt) + seconds * 1000 <= this.clock();
  }

  /** The members of an object that exists once below another (`users/password`), to read or to change. */
  detail(path: string, id: string): Record<string, unknown> | undefined {
    return this.tenant.details.get(path)?.get(id);
  }

  setDetail(path: string, id: string, value: Record<string, unknown>): void {
    const known = this.tenant.details.get(path) ?? new Map<string, Record<string, unknown>>();
    this.tenant.details.set(path, known);
    known.set(id, value);
    this.changed();
  }

  /** How many users each population has. */
  usersIn(populationId: string): number {
    if (this.#countedAt !== this.version) {
      this.#countedAt = this.version;
      this.#counts.clear();
      for (const user of this.rows({ kind: 'environment', name: 'users' }).values()) {
        const id = idOf(user['population']);
        if (id !== undefined) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
      }
    }
    return this.#counts.get(populationId) ?? 0;
  }

  /** Writes down an activity, as each change does. */
  record(activity: {
    readonly type: string;
    readonly resource: AuditedResource;
    /** The object that it lies below. */
    readonly holder?: AuditedResource & { readonly populationId?: string | undefined };
    readonly populationId?: string | undefined;
    readonly correlationId: string;
    readonly clientId?: string;
    readonly success?: boolean;
  }): void {
    const { tenant } = this;
    const at = this.now();
    const { clientId = tenant.worker.clientId, holder } = activity;
    const environment = { id: tenant.environmentId };
    this.audit.push({
      id: randomUUID(),
      recordedAt: at,
      createdAt: at,
      correlationId: activity.correlationId,
      action: { type: activity.type, description: activity.type },
      actors: {
        client: {
          id: clientId,
          type: 'CLIENT',
          environment: { id: tenant.adminEnvironmentId },
        },
      },
      resources: [
        {
          ...activity.resource,
          environment,
          ...(activity.populationId === undefined ? {} : { population: { id: activity.populationId } }),
        },
        ...(holder === undefined
          ? []
          : [{ type: holder.type, id: holder.id, name: holder.name, environment }]),
      ],
      result: { status: activity.success === false ? 'FAILED' : 'SUCCESS' },
    });
  }
}

interface AuditedResource {
  readonly type: string;
  readonly id: string;
  readonly name?: unknown;
  readonly href?: string;
}

function entry(all: Map<string, Rows>, key: string, create: boolean): Rows {
  const rows = all.get(key) ?? new Map<string, Row>();
  if (create) all.set(key, rows);
  return rows;
}

/** The `id` of a reference such as `{ "id": "..." }`. */
export function idOf(reference: unknown): string | undefined {
  if (typeof reference !== 'object' || reference === null) return undefined;
  const id: unknown = Reflect.get(reference, 'id');
  return typeof id === 'string' ? id : undefined;
}
