import { byExternalId } from '../directory/by-external-id.ts';
import { postureOf as mfaPostureOf } from '../directory/mfa-posture.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import { inTurns } from '../upstream/turns.ts';
import type { Listing } from '../model/coverage.ts';
import { unknown } from '../model/fact.ts';
import type { MfaStatus, MfaTier } from '../model/mfa.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { User, UserStatus } from '../model/user.ts';
import { usable } from './predicates/account.ts';

export interface AdministratorCounts {
  /** Usable accounts that certainly hold a role of tier 0 or 1. */
  readonly total: number;
  /** Those of them that certainly have no second factor, or have it switched off. */
  readonly withoutMfa: number;
  /** Usable accounts of which the one or the other is not known. */
  readonly unknown: number;
}

/** The users of one directory, counted. */
export interface UserCounts {
  readonly byStatus: ReadonlyMap<UserStatus, number>;
  readonly mfaByStatus: ReadonlyMap<MfaStatus, number>;
  readonly mfaByTier: ReadonlyMap<MfaTier, number>;
  readonly administrators: AdministratorCounts;
  /** Ids of those who can take over the directory, users, groups and applications. */
  readonly top: ReadonlySet<string>;
}

export interface Counting {
  readonly sweep: Sweep;
  readonly roles: Listing<Role>;
  /** Whether a user's own list of roles holds those that come through groups. */
  readonly listsInheritedRoles: boolean;
}

export async function countUsers(counting: Counting): Promise<UserCounts> {
  const { sweep } = counting;
  const count = new UserCount(counting);
  for (const id of sweep.groupRoleAssignments.keys()) count.object('GROUP', id);
  for (const id of sweep.groupParents.keys()) count.object('GROUP', id);
  for (const id of sweep.applicationRoleAssignments.keys()) count.object('APPLICATION', id);
  await inTurns(sweep.users.rows, (user) => count.user(user, 1));
  return count;
}

/** Users and applications whose rows, roles or devices differ. */
export interface CountedAnew {
  readonly users: readonly { readonly before: User | undefined; readonly after: User | undefined }[];
  readonly applications: Iterable<string>;
}

/** What `countUsers` would answer, from what it answered of a sweep whose groups and roles were the same. */
export function countAgain(
  counts: UserCounts,
  before: Counting,
  now: Counting,
  { users, applications }: CountedAnew,
): UserCounts {
  const was = new UserCount(before, counts);
  for (const user of users) if (user.before !== undefined) was.user(user.before, -1);
  const is = new UserCount(now, was);
  for (const user of users) if (user.after !== undefined) is.user(user.after, 1);
  for (const id of applications) is.object('APPLICATION', id);
  return is;
}

class UserCount implements UserCounts {
  readonly byStatus: Map<UserStatus, number>;
  readonly mfaByStatus: Map<MfaStatus, number>;
  readonly mfaByTier: Map<MfaTier, number>;
  readonly administrators: { total: number; withoutMfa: number; unknown: number };
  readonly top: Set<string>;
  readonly #counting: Counting;
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #ofGroups: ReadonlyMap<string, ReadonlySet<Role['tier']>>;

  constructor(counting: Counting, from: UserCounts = nobody) {
    this.#counting = counting;
    this.#roles = byExternalId(counting.roles.rows);
    this.#ofGroups = tiersOfGroups(counting.sweep, this.#roles);
    this.byStatus = new Map(from.byStatus);
    this.mfaByStatus = new Map(from.mfaByStatus);
    this.mfaByTier = new Map(from.mfaByTier);
    this.administrators = { ...from.administrators };
    this.top = new Set(from.top);
  }

  object(type: 'GROUP' | 'APPLICATION', id: string): void {
    const { applicationRoleAssignments } = this.#counting.sweep;
    const held =
      type === 'GROUP'
        ? this.#ofGroups.get(id)
        : applicationRoleAssignments.has(id) && heldTiers(applicationRoleAssignments.get(id), this.#roles);
    if (held !== undefined && held !== false && held.has(0)) this.top.add(`${type} ${id}`);
    else this.top.delete(`${type} ${id}`);
  }

  /** @param more 1 to count the user, -1 to count it no more. */
  user(user: User, more: 1 | -1): void {
    const { administrators } = this;
    add(this.byStatus, user.status, more);
    const devices = this.#counting.sweep.devices.get(user.externalId) ?? unknown('NOT_REQUESTED');
    const mfa = mfaPostureOf(user, devices);
    add(this.mfaByStatus, mfa.status, more);
    add(this.mfaByTier, mfa.tier, more);
    const held = this.#tiersOf(user);
    if (held.has(0)) this.#note(`USER ${user.externalId}`, more);
    const canBeUsed = usable(user);
    if (canBeUsed === false) return;
    if (canBeUsed === true && (held.has(0) || held.has(1))) {
      administrators.total += more;
      if (mfa.status === 'UNKNOWN') administrators.unknown += more;
      else if (mfa.status !== 'ENROLLED') administrators.withoutMfa += more;
    } else if (held.has(0) || held.has(1) || held.has(null)) {
      administrators.unknown += more;
    }
  }

  #note(subject: string, more: 1 | -1): void {
    if (more === 1) this.top.add(subject);
    else this.top.delete(subject);
  }

  #tiersOf({ externalId }: User): ReadonlySet<Role['tier']> {
    const { sweep, listsInheritedRoles } = this.#counting;
    const held = heldTiers(sweep.userRoleAssignments.get(externalId), this.#roles);
    if (listsInheritedRoles || this.#ofGroups.size === 0) return held;
    const groups = sweep.userGroups.get(externalId) ?? [];
    return new Set([...held, ...groups.flatMap(({ groupId }) => [...(this.#ofGroups.get(groupId) ?? [])])]);
  }
}

const nobody: UserCounts = {
  byStatus: new Map(),
  mfaByStatus: new Map(),
  mfaByTier: new Map(),
  administrators: { total: 0, withoutMfa: 0, unknown: 0 },
  top: new Set(),
};

/** Tiers that somebody holds; null among them: there may be more. */
function heldTiers(
  assignments: Listing<RoleAssignment> | undefined,
  roles: ReadonlyMap<string, Role>,
): ReadonlySet<Role['tier']> {
  if (assignments === undefined) return unheld;
  if (assignments.rows.length === 0 && assignments.complete) return nothing;
  const held = new Set(assignments.rows.map((row) => roles.get(row.roleId)?.tier ?? null));
  if (!assignments.complete) held.add(null);
  return held;
}

const unheld: ReadonlySet<Role['tier']> = new Set([null]);
const nothing: ReadonlySet<Role['tier']> = new Set();

/** Tiers that groups give to their members, through the groups that they are in, too; groups that give none are left out. */
function tiersOfGroups(
  { groupRoleAssignments, groupParents }: Sweep,
  roles: ReadonlyMap<string, Role>,
): ReadonlyMap<string, ReadonlySet<Role['tier']>> {
  const own = new Map<string, ReadonlySet<Role['tier']>>();
  for (const [id, assignments] of groupRoleAssignments) {
    const held = heldTiers(assignments, roles);
    if (held.size > 0) own.set(id, held);
  }
  if (own.size === 0) return own;
  const all = new Map(own);
  for (const id of groupParents.keys()) {
    const reached = new Set([id]);
    for (const at of reached)
      for (const { groupId } of groupParents.get(at)?.rows ?? []) reached.add(groupId);
    const held = new Set([...reached].flatMap((at) => [...(own.get(at) ?? [])]));
    if (held.size > 0) all.set(id, held);
  }
  return all;
}

export function add<K>(counts: Map<K, number>, key: K, more = 1): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
