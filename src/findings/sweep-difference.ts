import { isDeepStrictEqual } from 'node:util';
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { Listing } from '../model/coverage.ts';
import type { Group } from '../model/group.ts';
import { Turns } from '../upstream/turns.ts';

const maps = [
  'devices',
  'userRoleAssignments',
  'userGroups',
  'groupMemberCounts',
  'groupParents',
  'groupRoleAssignments',
  'applicationRoleAssignments',
  'applicationGrants',
  'applicationPolicies',
] as const satisfies readonly (keyof Sweep)[];

/** Whether two sweeps say the same, but for the moment of which they speak: a refresh that found no change keeps all parts. */
export function saysTheSame(one: Sweep, other: Sweep): boolean {
  if (one === other) return true;
  return (
    isSameList(one.users, other.users) &&
    isSameList(one.groups, other.groups) &&
    isSameList(one.applications, other.applications) &&
    one.userGroupsGap === other.userGroupsGap &&
    maps.every((part) => one[part] === other[part]) &&
    isDeepStrictEqual(one.gaps, other.gaps)
  );
}

function isSameList(one: Listing<unknown>, other: Listing<unknown>): boolean {
  return one.rows === other.rows && one.complete === other.complete && one.reason === other.reason;
}

/** Which rows of a list are not what they were. */
export interface ListDifference {
  /** Ids of those that are new, or differ. */
  readonly changed: ReadonlySet<string>;
  /** Ids of those that are no longer there. */
  readonly gone: readonly string[];
  /** By place: the place before; undefined: it is new. Null: all are where they were, and new ones come behind. */
  readonly from: readonly (number | undefined)[] | null;
}

export interface SweepDifference {
  readonly users: ListDifference;
  readonly groups: ListDifference;
  readonly applications: ListDifference;
  /** Whether groups or applications differ in what is to be seen of them from elsewhere: how many are in a group is not. */
  readonly objectsDiffer: boolean;
}

/** Beyond this share of the users it is cheaper to evaluate everybody. */
const mostShare = 0.05;
const fewUsers = 50;

/** Where subjects stood, by id. */
export type Places = (externalId: string) => number | undefined;

/**
 * Users who are new, or are not what they were, by their row, devices, roles or memberships, and groups and applications likewise. Null:
 * too many users are, or what many users' roles and groups rest on has changed, so that everybody is to be evaluated again.
 */
export async function differenceOf(
  before: Sweep,
  after: Sweep,
  places: Readonly<Record<'users' | 'groups' | 'applications', Places>>,
): Promise<SweepDifference | null> {
  const lists = ['users', 'groups', 'applications'] as const;
  for (const list of lists)
    if (before[list].complete !== after[list].complete || before[list].reason !== after[list].reason)
      return null;
  if (before.userGroupsGap !== after.userGroupsGap) return null;
  if (!(await areGroupsAsBefore(before, after, places.groups))) return null;
  const most = Math.max(fewUsers, after.users.rows.length * mostShare);
  const users = await listDifference(
    before.users.rows,
    after.users.rows,
    places.users,
    (one, other) => one === other,
    most,
  );
  if (users === null) return null;
  const changedUsers = new Set(users.changed);
  for (const part of ['devices', 'userRoleAssignments', 'userGroups'] as const) {
    const changed = await differingKeys<unknown>(before[part], after[part], most);
    if (changed === null) return null;
    for (const id of changed) changedUsers.add(id);
  }
  if (changedUsers.size + users.gone.length > most) return null;
  const groups = await listDifference(before.groups.rows, after.groups.rows, places.groups, isSameGroup);
  const applications = await objects(before, after, places.applications);
  const counts = await differingKeys(before.groupMemberCounts, after.groupMemberCounts);
  const read = await listDifference(before.groups.rows, after.groups.rows, places.groups, isSameRow);
  return {
    users: { ...users, changed: changedUsers },
    groups: { ...groups, changed: new Set([...read.changed, ...counts]) },
    applications,
    objectsDiffer: [groups, applications].some(({ changed, gone }) => changed.size + gone.length > 0),
  };
}

async function objects(before: Sweep, after: Sweep, placeOf: Places): Promise<ListDifference> {
  const rows = await listDifference(before.applications.rows, after.applications.rows, placeOf, isSameRow);
  const changed = new Set(rows.changed);
  for (const part of ['applicationRoleAssignments', 'applicationGrants', 'applicationPolicies'] as const)
    for (const id of await differingKeys<unknown>(before[part], after[part])) changed.add(id);
  return { ...rows, changed };
}

interface Row {
  readonly externalId: string;
  readonly observedAt: Date;
}

const nowhere: ListDifference = { changed: new Set(), gone: [], from: null };

async function listDifference<T extends Pick<Row, 'externalId'>>(
  before: readonly T[],
  after: readonly T[],
  placeOf: Places,
  isSameAs: (one: T, other: T) => boolean,
): Promise<ListDifference>;
async function listDifference<T extends Pick<Row, 'externalId'>>(
  before: readonly T[],
  after: readonly T[],
  placeOf: Places,
  isSameAs: (one: T, other: T) => boolean,
  most: number,
): Promise<ListDifference | null>;
async function listDifference<T extends Pick<Row, 'externalId'>>(
  before: readonly T[],
  after: readonly T[],
  placeOf: Places,
  isSameAs: (one: T, other: T) => boolean,
  most = Number.POSITIVE_INFINITY,
): Promise<ListDifference | null> {
  if (before === after) return nowhere;
  const changed = new Set<string>();
  const turns = new Turns();
  let from: (number | undefined)[] | null = null;
  let stayed = 0;
  for (const [place, row] of after.entries()) {
    const { externalId } = row;
    const there = before[place];
    const was = there?.externalId === externalId ? place : placeOf(externalId);
    if (was === undefined) changed.add(externalId);
    else {
      stayed += 1;
      const other = was === place ? there : before[was];
      if (other !== row && (other === undefined || !isSameAs(other, row))) changed.add(externalId);
      if (was !== place && from === null) from = Array.from({ length: place }, (_, at) => at);
    }
    // Somebody new in the middle moves all that follow.
    if (was === undefined && place < before.length && from === null)
      from = Array.from({ length: place }, (_, at) => at);
    from?.push(was);
    if (changed.size > most) return null;
    if (place % 64 === 0 && turns.isOver) await turns.pause();
  }
  if (stayed === before.length) return { changed, gone: [], from };
  from ??= Array.from(after, (_, at) => at);
  const left = new Set(from);
  const gone = before.flatMap(({ externalId }, place) => (left.has(place) ? [] : [externalId]));
  return { changed, gone, from };
}

/** Keys of which the values differ, or that only one of the maps has. Null: more than so many. */
async function differingKeys<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
): Promise<ReadonlySet<string>>;
async function differingKeys<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  most: number,
): Promise<ReadonlySet<string> | null>;
async function differingKeys<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  most = Number.POSITIVE_INFINITY,
): Promise<ReadonlySet<string> | null> {
  const keys = new Set<string>();
  if (one === other) return keys;
  const turns = new Turns();
  const others = other.entries();
  let [met, count] = [0, 0];
  for (const [key, value] of one) {
    // Nearly always two maps have their keys in the same order, and one value is the other.
    const next = others.next();
    const isHere = next.done !== true && next.value[0] === key;
    const now = isHere ? next.value[1] : other.get(key);
    if (now === undefined) keys.add(key);
    else {
      met += 1;
      if (now !== value && !isSame(value, now)) keys.add(key);
    }
    count += 1;
    if (keys.size > most) return null;
    if (count % 64 === 0 && turns.isOver) await turns.pause();
  }
  if (met === other.size) return keys;
  for (const key of other.keys()) {
    if (!one.has(key)) keys.add(key);
    if (keys.size > most) return null;
    if (turns.isOver) await turns.pause();
  }
  return keys;
}

/** Roles come through groups, and evidence names them. */
async function areGroupsAsBefore(before: Sweep, after: Sweep, placeOf: Places): Promise<boolean> {
  for (const part of ['groupParents', 'groupRoleAssignments'] as const)
    if ((await differingKeys<unknown>(before[part], after[part], 0)) === null) return false;
  const [was, is] = [before.groups, after.groups];
  if (was.rows === is.rows) return true;
  if (was.rows.length !== is.rows.length) return false;
  const turns = new Turns();
  for (const [place, { externalId, name }] of is.rows.entries()) {
    const there = was.rows[place];
    const row = there?.externalId === externalId ? there : was.rows[placeOf(externalId) ?? -1];
    if (row?.name !== name) return false;
    if (turns.isOver) await turns.pause();
  }
  return true;
}

/** How many are in a group tells nobody else anything. */
function isSameGroup(one: Group, other: Group): boolean {
  return isSameRow(seenOf(one), seenOf(other));
}

function seenOf(group: Group): Group {
  return { ...group, directMemberCount: null };
}

function isSameRow(one: Row, other: Row): boolean {
  return isDeepStrictEqual({ ...one, observedAt: null }, { ...other, observedAt: null });
}

/** A list that was read again says the same when its rows do: when it was read, and the words of a failure, count for nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isListing(one) && isListing(other))
    return (
      one.complete === other.complete &&
      one.reason === other.reason &&
      isDeepStrictEqual(one.rows.map(withoutGroup), other.rows.map(withoutGroup))
    );
  return isDeepStrictEqual(one, other);
}

/** A membership may have its group with it, which says when it was read and how many are in it: that is no other membership. */
function withoutGroup(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('groupId' in row) || !('group' in row)) return row;
  const { group: _, ...membership } = row;
  return membership;
}

function isListing(value: unknown): value is Listing<unknown> {
  return typeof value === 'object' && value !== null && 'rows' in value && 'complete' in value;
}
