import type { Sweep } from '../directory/sweep/sweep.ts';
import type { User } from '../model/user.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { ListFact } from './kleene.ts';
import { Census } from './census.ts';
import type { KeptIndexes } from './lazy/everybody.ts';
import type { Poll } from './polls.ts';
import type { ListDifference } from './sweep-difference.ts';
import { sweptDevices } from './sweep-sources.ts';

/** Of whom the answers rest on users who changed. */
export interface Concerned {
  /** Ids of users who have, or had, a key in common with one of them; null: everybody, for the list is in another order. */
  readonly byKeys: ReadonlySet<string> | null;
  /** The same of contacts of devices; null: everybody, for more or fewer devices are known than before. */
  readonly byContacts: ReadonlySet<string> | null;
}

/**
 * What is counted and looked up over all users of a directory, handed on from one evaluation to the next. It is changed in place:
 * whoever takes it has it alone.
 */
export class Carried {
  readonly census: Census;
  #indexes: KeptIndexes = { keys: null, contacts: null };
  /** By row: a number that grows with the rows; null: the row itself. */
  #places: number[] | null = null;
  #next = 0;

  constructor(polls: Iterable<Poll>) {
    this.census = new Census(polls);
  }

  get indexes(): KeptIndexes {
    return this.#indexes;
  }

  /** To be called at the end of an evaluation, with what it made. */
  keep(indexes: KeptIndexes, users: number): void {
    this.#indexes = indexes;
    this.#next = Math.max(this.#next, users);
  }

  /**
   * Takes in which users changed, and answers whom else that concerns.
   * @param rowBefore where users stood.
   */
  take(
    { changed, gone, from }: ListDifference,
    before: Sweep,
    after: Sweep,
    rowBefore: (id: string) => number | undefined,
  ): Concerned {
    const { keys, contacts } = this.#indexes;
    const gap = contacts?.gap ?? null;
    const byKeys = new Set<string>();
    const byContacts = new Set<string>();
    const note = (user: User, known: ListFact<MfaDevice>): void => {
      for (const other of [...(keys?.sameEmail(user) ?? []), ...(keys?.sameSourceId(user) ?? [])])
        byKeys.add(other.externalId);
      const places = known.rows.map(({ contact }) => contact);
      for (const { other } of contacts?.shared(user, places) ?? []) byContacts.add(other.externalId);
    };
    for (const id of [...changed, ...gone]) {
      const row = rowBefore(id);
      const user = row === undefined ? undefined : before.users.rows[row];
      if (row === undefined || user === undefined) continue;
      const known = sweptDevices(before, user);
      const place = this.#placeOf(row);
      note(user, known);
      keys?.remove(user, place);
      contacts?.remove(place, known);
    }
    if (from !== null && !this.#rearrange(from)) return { byKeys: null, byContacts: null };
    for (const [row, user] of changedRows(
      changed,
      after,
      from === null ? rowBefore : null,
      before.users.rows.length,
    )) {
      const known = sweptDevices(after, user);
      const place = this.#placeOf(row);
      keys?.add(user, place);
      contacts?.add(user, place, known);
      note(user, known);
    }
    return { byKeys, byContacts: (contacts?.gap ?? null) === gap ? byContacts : null };
  }

  #placeOf(row: number): number {
    if (this.#places === null) {
      this.#next = Math.max(this.#next, row + 1);
      return row;
    }
    while (this.#places.length <= row) this.#places.push(this.#next++);
    return this.#places[row] ?? row;
  }

  /** False: the list is in another order, so that indexes that go by it are made anew. */
  #rearrange(from: readonly (number | undefined)[]): boolean {
    this.census.rearrange(from);
    const places: number[] = [];
    let last = -1;
    for (const row of from) {
      const place = row === undefined ? this.#next++ : this.#placeOf(row);
      if (place <= last) {
        this.#indexes = { keys: null, contacts: null };
        this.#places = null;
        this.#next = from.length;
        return false;
      }
      places.push(place);
      last = place;
    }
    this.#places = places;
    return true;
  }
}

/** Those who changed, with their rows. @param rowOf where nobody has moved: where they stood; newcomers came behind. */
function* changedRows(
  changed: ReadonlySet<string>,
  { users: { rows } }: Sweep,
  rowOf: ((id: string) => number | undefined) | null,
  stood: number,
): Generator<readonly [row: number, user: User]> {
  if (rowOf === null) {
    for (const [row, user] of rows.entries()) if (changed.has(user.externalId)) yield [row, user];
    return;
  }
  for (const id of changed) {
    const row = rowOf(id);
    const user = row === undefined ? undefined : rows[row];
    if (row !== undefined && user !== undefined) yield [row, user];
  }
  for (const [at, user] of rows.slice(stood).entries()) yield [stood + at, user];
}
