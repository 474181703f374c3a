import type { Application } from '../../model/application.ts';
import type { Listing } from '../../model/coverage.ts';
import type { Group } from '../../model/group.ts';
import { type User, userOf } from '../../model/user.ts';
import { IdTable } from '../compact/id-table.ts';
import { deviceMap, type MapInMaking, plainMap, userColumn } from './snapshot-maps.ts';
import { DamagedSnapshot, ValueReader } from './snapshot-value-reader.ts';
import { ValueWriter } from './snapshot-value-writer.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** Raised whenever a sweep is written in another way, or what is in it gets other members. */
export const snapshotFormat = 1;

/** Characters of a line, about: to write or read one takes a millisecond or two. */
const lineLength = 8_000;

// Users come first: all others name them by their ids.
const lists = ['users', 'groups', 'applications'] as const;
const maps = ['devices', 'userGroups', 'groupMemberCounts'] as const;
const mapsOfLists = [
  'userRoleAssignments',
  'groupParents',
  'groupRoleAssignments',
  'applicationRoleAssignments',
  'applicationGrants',
  'applicationPolicies',
] as const;
/** Whatever else a sweep has is kept as a value; of these none may be missing. */
const values = [
  'startedAt',
  'takenAt',
  'wholeAt',
  'mark',
  'userGroupsGap',
  'gaps',
  'coverage',
] as const satisfies readonly (keyof Sweep)[];

const allMaps = [...maps, ...mapsOfLists];
const parts = new Set<string>([...lists, ...allMaps]);

/** Rows or entries of each part of a sweep. */
type SweepCounts = Readonly<Record<string, number>>;

export function countsOf(sweep: Sweep): SweepCounts {
  return {
    ...Object.fromEntries(lists.map((name) => [name, sweep[name].rows.length])),
    ...Object.fromEntries(allMaps.map((name) => [name, sweep[name].size])),
  };
}

/**
 * A sweep as lines of text without line ends, one at a time: none takes long, and nothing holds the whole. The sweep must not be
 * changed in place meanwhile. Of listings only what `Listing` says is kept: not the errors that a walk ended with.
 * @throws {TypeError} when something in it is not plain data.
 */
export function* sweepLines(sweep: Sweep): Generator<string, void> {
  const writer = new ValueWriter();
  const heads = Object.fromEntries(lists.map((name) => [name, { ...listingOf(sweep[name]), rows: [] }]));
  const head = Object.fromEntries(Object.entries(sweep).filter(([name]) => !parts.has(name)));
  yield `["sweep",${writer.row({ ...head, ...heads })}]`;
  for (const name of lists) {
    yield* inLines<User | Group | Application>(name, sweep[name].rows, (row) => {
      writer.announce(row.externalId);
      return writer.row(row);
    });
  }
  for (const name of maps) {
    yield* inLines<readonly [string, unknown]>(
      name,
      sweep[name],
      ([id, value]) => `${writer.text(id)},${writer.text(value)}`,
    );
  }
  for (const name of mapsOfLists) {
    yield* inLines<readonly [string, Listing<unknown>]>(
      name,
      sweep[name],
      ([id, list]) => `${writer.text(id)},${writer.text(listingOf(list))}`,
    );
  }
}

function* inLines<T>(part: string, rows: Iterable<T>, text: (row: T) => string): Generator<string, void> {
  let line = '';
  for (const row of rows) {
    line += `,${text(row)}`;
    if (line.length < lineLength) continue;
    yield `["${part}"${line}]`;
    line = '';
  }
  if (line !== '') yield `["${part}"${line}]`;
}

function listingOf({ rows, complete, reason, message, observedAt }: Listing<unknown>): Listing<unknown> {
  return { rows, complete, reason, message, observedAt };
}

const userMembers = Object.keys(
  userOf({ directory: '', externalId: '', rawStatus: '', observedAt: new Date(0) }),
);

/** Makes a sweep again of its lines. It expects lines as they were written: whether they were altered is for the file to tell. */
export class SweepReader {
  readonly #reader = new ValueReader();
  readonly #rows = new Map<string, unknown[]>(lists.map((name) => [name, []]));
  readonly #ids = new IdTable();
  readonly #maps = new Map<string, MapInMaking>([
    ...allMaps.map((name) => [name, plainMap()] as const),
    ['devices', deviceMap(this.#ids)],
    ['userGroups', userColumn(this.#ids)],
    ['userRoleAssignments', userColumn(this.#ids)],
  ]);
  #head: object | null = null;

  /** @throws {DamagedSnapshot} */
  accept(line: string): void {
    const written = listOf(line);
    const [part] = written;
    if (this.#head === null) {
      if (part !== 'sweep') throw new DamagedSnapshot('the head of a sweep', nameOf(part));
      this.#head = membersOf(this.#reader.value(written[1]));
    } else if (typeof part !== 'string' || !parts.has(part)) {
      throw new DamagedSnapshot('a part of a sweep', nameOf(part));
    } else {
      this.#readPart(part, written);
    }
    this.#reader.endOfLine();
  }

  /** @throws {DamagedSnapshot} when anything is missing, or there are not as many rows as were counted. */
  end(counts: unknown): Sweep {
    const sweep: Record<string, unknown> = { ...this.#head };
    // A copy has no room to grow.
    for (const [name, rows] of this.#rows) sweep[name] = { ...membersOf(sweep[name]), rows: [...rows] };
    for (const [name, map] of this.#maps) sweep[name] = map.finish();
    if (!isSweep(sweep)) throw new DamagedSnapshot('all parts of a sweep', Object.keys(sweep).join(', '));
    const [expected, found] = [JSON.stringify(counts), JSON.stringify(countsOf(sweep))];
    if (expected !== found) throw new DamagedSnapshot(`rows: ${expected}`, found);
    return sweep;
  }

  #readPart(part: string, written: readonly unknown[]): void {
    const rows = this.#rows.get(part);
    const map = this.#maps.get(part);
    for (let index = 1; index < written.length; index += 1) {
      const value = this.#reader.value(written[index]);
      if (rows !== undefined) {
        if (part === 'users') this.#takeUser(value);
        rows.push(value);
      } else {
        index += 1;
        map?.set(value, this.#reader.value(written[index]));
      }
    }
  }

  /** Members are added to users now and then: one without them would say `undefined`, which is not among what they may say. */
  #takeUser(user: unknown): void {
    const there = membersOf(user);
    if ('externalId' in there && typeof there.externalId === 'string') this.#ids.add(there.externalId);
    const missing = userMembers.filter((name) => !(name in there));
    if (missing.length > 0) throw new DamagedSnapshot(`users with ${missing.join(', ')}`, 'users without');
  }
}

function isSweep(sweep: Record<string, unknown> | Sweep): sweep is Sweep {
  return (
    [sweep['startedAt'], sweep['takenAt'], sweep['wholeAt']].every((date) => date instanceof Date) &&
    values.every((name) => sweep[name] !== undefined) &&
    lists.every((name) => 'observedAt' in membersOf(sweep[name]))
  );
}

function membersOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function listOf(line: string): readonly unknown[] {
  const written: unknown = JSON.parse(line);
  if (!Array.isArray(written)) throw new DamagedSnapshot('a list in each line', typeof written);
  return written;
}

function nameOf(part: unknown): string {
  return JSON.stringify(part)?.slice(0, 40) ?? 'nothing';
}
