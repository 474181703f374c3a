import type { Listing } from '../../model/coverage.ts';
import type { Membership, MembershipType } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import { type DevicesFact, planDevices } from '../mfa-plan.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Rereads, Unreadable } from './reread.ts';
import { absent, listing, listingWhere } from '../sweep/sweep-reads.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** What a user is now; null in the place of it: there is no such user any more. */
export interface UserNow {
  readonly user: User;
  readonly devices: DevicesFact;
  /** Undefined: they were never asked for, and need not be. */
  readonly roles: Listing<RoleAssignment> | undefined;
  /** How the user is in which groups, by their ids; null: the provider does not say, and what the snapshot held stays. */
  readonly groups: ReadonlyMap<string, MembershipType> | null;
}

const atOnce = 64;

/**
 * Reads users again, each with a call for its row, devices, roles and groups. Those whose row cannot be read are left out: of them
 * the snapshot goes on saying what it said.
 */
export async function rereadUsers(
  directory: Directory,
  before: Sweep,
  held: ReadonlyMap<string, User>,
  ids: ReadonlySet<string>,
  scope: RequestScope,
  reads: Rereads,
): Promise<Map<string, UserNow | null>> {
  const now = new Map<string, UserNow | null>();
  // A report of everybody's devices is older than the change that is looked for.
  const noReport = { report: null };
  const anew: RequestScope = { ...scope, maxAgeMs: 0 };
  await forEachBounded([...ids], atOnce, async (id) => {
    directory.evictUser(id);
    const user = await reads.try(
      'USERS',
      () => directory.provider.users.get(id, scope.context),
      held.has(id),
    );
    if (user === undefined) return;
    // Who is gone but can still be asked for is in no list of those who are there.
    if (user === null || (user.status === 'DEPROVISIONED' && !held.has(id))) {
      now.set(id, null);
      return;
    }
    const [[planned], roles, groups] = await Promise.all([
      planDevices(directory, [user], anew, noReport),
      rolesOf(directory, id, scope),
      listingWhere(directory.can('GROUPS'), 'groups', () =>
        directory.provider.users.groupsOf(id, scope.context),
      ),
    ]);
    const devices = await planned?.fact;
    if (devices === undefined) return;
    const types = groupsIn(groups, before, user, reads);
    // Of a newcomer the snapshot holds nothing that could stay: in no list of members, it would look like being in no group.
    const isHalf = types === null && groups.reason !== 'UNSUPPORTED' && before.userGroupsGap === null;
    if (isHalf && !held.has(id)) return;
    now.set(id, {
      user,
      devices: reads.better('MFA_DEVICES', before.devices.get(id), devices, ofFact(user)),
      roles: reads.better(
        'ROLE_ASSIGNMENTS',
        before.userRoleAssignments.get(id),
        roles,
        ofListing<RoleAssignment>(user),
      ),
      groups: types,
    });
  });
  return now;
}

/** The roles that a user holds now, as a sweep reads them. */
export async function rolesOf(
  directory: Directory,
  userId: string,
  { context }: RequestScope,
): Promise<Listing<RoleAssignment>> {
  if (!hasAdministrators(directory)) return absent('roles');
  return await listing(directory.provider.users.roleAssignmentsOf(userId, context));
}

export function ofListing<T>(user: User | null) {
  return ({ complete, reason, message }: Listing<T>): Omit<Unreadable, 'what'> | null =>
    complete || isOfTheGone(user, reason) ? null : { reason: reason ?? 'PARTIAL', message };
}

function ofFact(user: User) {
  return (fact: DevicesFact): Omit<Unreadable, 'what'> | null =>
    fact.state === 'KNOWN' || isOfTheGone(user, fact.reason) || fact.reason === 'EXTERNAL'
      ? null
      : { reason: fact.reason, message: fact.message ?? null };
}

/** Who was removed may still be listed while nothing of theirs is. */
function isOfTheGone(user: User | null, reason: string | null): boolean {
  return reason === 'NOT_FOUND' && user?.status === 'DEPROVISIONED';
}

function groupsIn(
  groups: Listing<Membership>,
  before: Sweep,
  user: User,
  reads: Rereads,
): ReadonlyMap<string, MembershipType> | null {
  const why = ofListing<Membership>(user)(groups);
  if (why === null) return new Map(groups.rows.map(({ groupId, type }) => [groupId, type]));
  // Where the sweep could not read all members either, no more is lost than it lacks already.
  if (why.reason !== 'UNSUPPORTED' && before.userGroupsGap === null)
    reads.fail({ what: 'GROUP_MEMBERS', ...why });
  return null;
}
