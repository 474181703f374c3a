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

/** @param listsInheritedRoles whether a user's own list of roles holds those that come through groups. */
export async function countUsers(
  sweep: Sweep,
  roles: Listing<Role>,
  listsInheritedRoles: boolean,
): Promise<UserCounts> {
  const rolesById = byExternalId(roles.rows);
  const byStatus = new Map<UserStatus, number>();
  const mfaByStatus = new Map<MfaStatus, number>();
  const mfaByTier = new Map<MfaTier, number>();
  const administrators = { total: 0, withoutMfa: 0, unknown: 0 };
  const top = new Set<string>();
  const ofGroups = tiersOfGroups(sweep, rolesById);
  for (const [id, held] of ofGroups) if (held.has(0)) top.add(`GROUP ${id}`);
  for (const [id, assignments] of sweep.applicationRoleAssignments)
    if (heldTiers(assignments, rolesById).has(0)) top.add(`APPLICATION ${id}`);
  const tiersOf = ({ externalId }: User): ReadonlySet<Role['tier']> => {
    const held = heldTiers(sweep.userRoleAssignments.get(externalId), rolesById);
    if (listsInheritedRoles || ofGroups.size === 0) return held;
    const groups = sweep.userGroups.get(externalId) ?? [];
    return new Set([...held, ...groups.flatMap(({ groupId }) => [...(ofGroups.get(groupId) ?? [])])]);
  };
  await inTurns(sweep.users.rows, (user) => {
    add(byStatus, user.status);
    const mfa = mfaPostureOf(user, sweep.devices.get(user.externalId) ?? unknown('NOT_REQUESTED'));
    add(mfaByStatus, mfa.status);
    add(mfaByTier, mfa.tier);
    const held = tiersOf(user);
    if (held.has(0)) top.add(`USER ${user.externalId}`);
    const canBeUsed = usable(user);
    if (canBeUsed === false) return;
    if (canBeUsed === true && (held.has(0) || held.has(1))) {
      administrators.total += 1;
      if (mfa.status === 'UNKNOWN') administrators.unknown += 1;
      else if (mfa.status !== 'ENROLLED') administrators.withoutMfa += 1;
    } else if (held.has(0) || held.has(1) || held.has(null)) {
      administrators.unknown += 1;
    }
  });
  return { byStatus, mfaByStatus, mfaByTier, administrators, top };
}

/** Tiers that somebody holds; null among them: there may be more. */
function heldTiers(
  assignments: Listing<RoleAssignment> | undefined,
  roles: ReadonlyMap<string, Role>,
): ReadonlySet<Role['tier']> {
  if (assignments === undefined) return new Set([null]);
  const held = new Set(assignments.rows.map((row) => roles.get(row.roleId)?.tier ?? null));
  if (!assignments.complete) held.add(null);
  return held;
}

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
  counts.set(key, (counts.get(key) ?? 0) + more);
}
