import type { Row, Rows, Tenant } from '../tenant.ts';
import { Random } from './prng.ts';
import { Timestamps } from './timestamps.ts';

const DAY_MS = 86_400_000;

/** Rows of collections that others refer to by what they are called. */
type Named = Row & { readonly name: string };

/** A tenant that is being filled: where rows go, which moment ages count from, and the streams of chance. */
export class Draft {
  readonly tenant: Tenant;
  /** How many people there will be. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly asOf: number;
  /** The environment as every row names it. One frozen object for all: nothing ever moves to another environment. */
  readonly environment: { readonly id: string };
  readonly #seed: number;
  readonly #timestamps = new Timestamps();
  readonly #ids = new Map<string, Map<string, string>>();

  constructor(tenant: Tenant, size: number, seed: number, asOf: Date) {
    this.tenant = tenant;
    this.size = size;
    this.asOf = asOf.getTime();
    this.environment = Object.freeze({ id: tenant.environmentId });
    this.#seed = seed;
  }

  random(label: string): Random {
    return new Random(this.#seed, label);
  }

  /** The moment `days` before the tenant's present, as PingOne writes it. Negative days lie ahead. */
  ago(days: number): string {
    return this.#timestamps.format(this.asOf - Math.round(days * DAY_MS));
  }

  /** Adds a row to a collection of the environment. */
  add(collection: string, row: Row): void {
    rowsIn(this.tenant.collections, collection).set(row.id, row);
  }

  /** Adds a row that `idOf` finds by its name. */
  addNamed(collection: string, row: Named): void {
    this.add(collection, row);
    this.#know(collection, row);
  }

  /** Makes a row of a platform collection (`roles`, `environments`) findable as well. */
  addPlatform(collection: string, row: Named): void {
    rowsIn(this.tenant.platform, collection).set(row.id, row);
    this.#know(collection, row);
  }

  #know(collection: string, { name, id }: Named): void {
    const ids = this.#ids.get(collection) ?? new Map<string, string>();
    this.#ids.set(collection, ids.set(name, id));
  }

  /** Throws when no row of that name was added before: the order of the generator's steps is wrong. */
  idOf(collection: string, name: string): string {
    const id = this.#ids.get(collection)?.get(name);
    if (id === undefined)
      throw new Error(`expected ${collection} to hold "${name}" by now; add it in an earlier step`);
    return id;
  }

  /** Adds a row below another, such as `users/devices`. */
  addBelow(path: string, parentId: string, row: Row): void {
    let byParent = this.tenant.children.get(path);
    if (byParent === undefined) this.tenant.children.set(path, (byParent = new Map<string, Rows>()));
    rowsIn(byParent, parentId).set(row.id, row);
  }

  /** Sets an object that exists once below another, such as `users/password`. */
  setDetail(path: string, parentId: string, detail: Record<string, unknown>): void {
    let byParent = this.tenant.details.get(path);
    if (byParent === undefined)
      this.tenant.details.set(path, (byParent = new Map<string, Record<string, unknown>>()));
    byParent.set(parentId, detail);
  }
}

function rowsIn(collections: Map<string, Rows>, name: string): Rows {
  let rows = collections.get(name);
  if (rows === undefined) {
    rows = new Map();
    collections.set(name, rows);
  }
  return rows;
}
