import type { Listing } from '../model/coverage.ts';
import type { Group, Membership } from '../model/group.ts';
import { forEachBounded } from './bounded.ts';
import type { Directory } from './directory.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { memberIdPage } from './member-ids.ts';
import { membershipTypeOf } from './membership-type.ts';
import type { RequestScope } from './request-scope.ts';
import { walk } from './sweep/sweep-reads.ts';
import { holdsFrom, youngSnapshot } from './snapshot/young-snapshot.ts';

type Memberships = Listing<Membership>;

/** So many lists of members are walked at once: the scheduler decides how many calls that are. */
const atOnce = 64;

/** Where the groups of users come from. */
export interface MembershipPlan {
  /** What the snapshot tells of them; the others are read. */
  readonly inSnapshot: ReadonlyMap<string, Memberships>;
  /** Calls for the lists of members of every group, where these are fewer than a call for each user who is left; null: they are not. */
  readonly invertedCalls: number | null;
}

/**
 * The cheapest correct source for the groups of several users: the snapshot where the caller accepts its age, the lists of members
 * of all groups where these are fewer, a call for each user otherwise. How many groups there are only a snapshot tells, of whatever age.
 * @param ids those of whom nothing is cached.
 */
export function planMemberships(
  directory: Directory,
  ids: readonly string[],
  scope: Pick<RequestScope, 'maxAgeMs' | 'changes'>,
): MembershipPlan {
  const snapshot = youngSnapshot(directory, scope);
  const inSnapshot = new Map<string, Memberships>();
  if (snapshot !== null && snapshot.userGroupsGap === null) {
    const observedAt = holdsFrom(snapshot);
    for (const id of ids) {
      // Whoever the sweep did not see is in no list of it either: that would look like being in no group.
      if (!snapshot.devices.has(id)) continue;
      const rows = snapshot.userGroups.get(id) ?? [];
      if (rows.every(isSaid)) inSnapshot.set(id, whole(rows, observedAt));
    }
  }
  const left = ids.filter((id) => !inSnapshot.has(id));
  // Whoever passes caches by, such as a guard, may not join a walk that others began before the last change.
  return { inSnapshot, invertedCalls: scope.maxAgeMs === 0 ? null : invertedCalls(directory, left) };
}

function invertedCalls(directory: Directory, ids: readonly string[]): number | null {
  const { provider, sweeper } = directory;
  const known = sweeper.current;
  if (known === null || known.userGroupsGap !== null || !directory.can('GROUPS')) return null;
  if (listPartly.has(directory)) return null;
  const groups = known.groups.rows.length;
  if (groups === 0 || groups >= ids.length) return null;
  const pages = known.groups.rows.reduce(
    (sum, { externalId }) => {
      const members = known.groupMemberCounts.get(externalId) ?? 0;
      return sum + Math.max(1, Math.ceil(members / provider.usersPerPage));
    },
    Math.ceil(groups / provider.groupsPerPage),
  );
  const nesting = directory.can('NESTED_GROUPS') ? groups : 0;
  const unclear = ids.filter((id) => !(known.userGroups.get(id) ?? []).every(isSaid)).length;
  const calls = pages + nesting;
  return calls + unclear < ids.length ? calls : null;
}

/** Directories whose lists of members turned out to leave out those who are in a group by a filter or through another group. */
const listPartly = new WeakSet<Directory>();

/**
 * The groups of everybody, from the lists of members of every group; null: these do not tell them, or not all could be read. In it
 * are only those who are in a group, and of whom each list tells how.
 */
export async function invertedMemberships(
  directory: Directory,
  scope: RequestScope,
): Promise<((userId: string) => Memberships | null) | null> {
  let lists: Lists | null;
  try {
    lists = await directory.cache.read('everyMembership', '', scope, () => readLists(directory, scope));
  } catch (error) {
    // The users are then asked for one by one, and each says itself what is wrong.
    if (error instanceof UpstreamError) return null;
    throw error;
  }
  if (lists === null) return null;
  return (userId) => {
    const rows = lists.byUser.get(userId) ?? [];
    return rows.every(isSaid) ? whole(rows, lists.observedAt) : null;
  };
}

interface Lists {
  readonly byUser: ReadonlyMap<string, readonly Membership[]>;
  readonly observedAt: Date;
}

async function readLists(directory: Directory, scope: RequestScope): Promise<Lists | null> {
  const { provider } = directory;
  const { context } = scope;
  const observedAt = new Date();
  const groups = await walk((request) => provider.groups.list(request, context), provider.groupsPerPage);
  if (!groups.complete) return null;
  const members = new Map<string, ReadonlySet<string>>();
  const parents = new Map<string, readonly Membership[]>();
  let isWhole = true;
  await forEachBounded(groups.rows, atOnce, async ({ externalId: id }) => {
    const [listed, above] = await Promise.all([
      walk((request) => memberIdPage(provider, id, request, context), provider.usersPerPage),
      directory.can('NESTED_GROUPS') ? provider.groups.parents(id, context).catch(() => null) : noParents,
    ]);
    if (!listed.complete || above === null || !above.complete) isWhole = false;
    members.set(id, new Set(listed.rows));
    parents.set(id, above?.rows ?? []);
  });
  if (!isWhole) return null;
  if (!tellAll(groups.rows, members, parents)) {
    listPartly.add(directory);
    return null;
  }
  return { byUser: inverted(groups.rows, members), observedAt };
}

const noParents = { rows: [], complete: true };

/**
 * Whether lists of members hold everybody who is in a group, in whichever way: no provider promises it. Dynamic groups of which
 * none lists anybody, or members of a nested group who are missing in the group above, show that they do not.
 */
function tellAll(
  groups: readonly Group[],
  members: ReadonlyMap<string, ReadonlySet<string>>,
  parents: ReadonlyMap<string, readonly Membership[]>,
): boolean {
  const dynamic = groups.filter(({ dynamicFilter }) => dynamicFilter !== null);
  if (dynamic.length > 0 && dynamic.every(({ externalId }) => members.get(externalId)?.size === 0))
    return false;
  return groups.every(({ externalId }) => {
    const own = members.get(externalId) ?? new Set();
    return (parents.get(externalId) ?? []).every(({ groupId }) => {
      const above = members.get(groupId);
      return above === undefined || [...own].every((id) => above.has(id));
    });
  });
}

function inverted(
  groups: readonly Group[],
  members: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, readonly Membership[]> {
  const byUser = new Map<string, Membership[]>();
  for (const group of groups) {
    const own = members.get(group.externalId) ?? new Set();
    const type = membershipTypeOf(group, own.size);
    const membership: Membership = { groupId: group.externalId, groupName: group.name, type, group };
    for (const id of own) {
      const before = byUser.get(id);
      if (before === undefined) byUser.set(id, [membership]);
      else before.push(membership);
    }
  }
  return byUser;
}

/** A call for the user tells how somebody is in a group: a source that does not is no substitute for it. */
function isSaid({ type }: Membership): boolean {
  return type !== 'UNKNOWN';
}

function whole(rows: readonly Membership[], observedAt: Date): Memberships {
  return { rows, complete: true, reason: null, message: null, observedAt };
}
