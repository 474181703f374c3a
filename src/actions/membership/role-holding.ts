import type { Caller } from '../../access/caller.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { JsonObject } from '../../model/action.ts';
import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type { RoleHolder } from '../../providers/membership-writes.ts';
import type { ActionEnvironment, Target } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { roleReachRefusal } from '../guards/role-reach.ts';
import { partial } from '../guards/withdrawal.ts';
import { gone, unsupportedIsNone } from './gone.ts';
import { forgetUser } from '../users/user-target.ts';
import { type Grant, type GrantInput, grantOf, type HeldRoleInput, isBroader, isOf } from './grant.ts';
import { withRoles } from './sweep-amendments.ts';

/** A role over a scope, and how a user, a group or an application holds it. */
export interface RoleHolding {
  readonly holder: RoleHolder;
  /** Null: the holder is no user. */
  readonly user: User | null;
  /** Null: no assignment has the id by which it was asked for. */
  readonly grant: Grant | null;
  /** The holder's own assignment. */
  readonly direct: RoleAssignment | null;
  /** What groups give it. */
  readonly inherited: readonly RoleAssignment[];
  /** Own assignments of the same role that reach further. */
  readonly broader: readonly RoleAssignment[];
  /** All that the holder holds, of any role. */
  readonly all: Listing<RoleAssignment>;
}

/** @throws {UpstreamError} also when the list of assignments is not whole. Null: there is no such holder. */
export async function readHolding(
  holder: RoleHolder,
  input: HeldRoleInput | GrantInput,
  environment: ActionEnvironment,
): Promise<RoleHolding | null> {
  const { directory, provider } = environment;
  const [found, all] = await Promise.all([
    readHolder(holder, environment),
    assignmentsOf(holder, environment).catch(gone),
  ]);
  if (found === null) return null;
  if (all === null) throw partial('role assignments (none are shown of who is there)', directory.key);
  if (!all.complete)
    throw partial(`role assignments (${all.message ?? all.reason ?? 'part of a list'})`, directory.key);
  const grant = await meant(input, holder, all.rows, environment);
  const own = all.rows.filter((row) => giverOf(row, holder.kind) === null);
  return {
    holder: { kind: holder.kind, externalId: found.externalId },
    user: found.user,
    grant,
    direct: (grant && own.find((row) => isOf(grant, row))) ?? null,
    inherited:
      grant === null ? [] : all.rows.filter((row) => giverOf(row, holder.kind) !== null && isOf(grant, row)),
    broader: grant === null ? [] : own.filter((row) => isBroader(row, grant, provider.externalId)),
    all,
  };
}

async function meant(
  input: HeldRoleInput | GrantInput,
  holder: RoleHolder,
  held: readonly RoleAssignment[],
  { provider, context }: ActionEnvironment,
): Promise<Grant | null> {
  const { role, scope } = input;
  if (role !== undefined && role !== null && scope !== undefined && scope !== null)
    return grantOf({ role, scope }, provider.externalId);
  const named = 'assignment' in input ? input.assignment : null;
  // Where single assignments cannot be looked up, the list is all there is, and it was read whole.
  const lookUp = (id: string): Promise<RoleAssignment | null> =>
    provider.membershipWrites.roleAssignment(holder, id, context).catch(unsupportedIsNone);
  return (await named?.grant(held, lookUp)) ?? null;
}

/** The group that gives it; null: it is the holder's own; empty: a group that the provider does not name. */
export function giverOf(row: RoleAssignment, kind: RoleHolder['kind']): string | null {
  if (row.inheritedFromGroupId !== null) return row.inheritedFromGroupId;
  if (kind !== 'GROUP' && row.principal.kind === 'GROUP') return row.principal.externalId;
  return row.inherited === true ? '' : null;
}

async function readHolder(
  { kind, externalId }: RoleHolder,
  { reads, provider, context }: ActionEnvironment,
): Promise<{ readonly externalId: string; readonly user: User | null } | null> {
  if (kind === 'USER') {
    const user = await reads.user(externalId);
    return user && { externalId: user.externalId, user };
  }
  const found = await (kind === 'GROUP' ? provider.groups : provider.applications).get(externalId, context);
  return found && { externalId: found.externalId, user: null };
}

async function assignmentsOf(
  { kind, externalId }: RoleHolder,
  { reads }: ActionEnvironment,
): Promise<Listing<RoleAssignment>> {
  switch (kind) {
    case 'USER':
      return await reads.roleAssignments(externalId);
    case 'GROUP':
      return await reads.groupRoleAssignments(externalId);
    case 'APPLICATION':
    default:
      return await reads.applicationRoleAssignments(externalId);
  }
}

/** What stands against the caller's giving or taking this role over what it is over; null: nothing. */
export function reachRefusal(
  holding: RoleHolding | null,
  { directory }: ActionEnvironment,
  caller: Caller,
): GuardRefusal | null {
  const grant = holding?.grant ?? null;
  return grant && roleReachRefusal(caller, [grant.scope], directory.key);
}

/** Assigning and removing say the same of the same state, so that each can be taken back by the other. */
export function describeHolding({ holder, grant, direct, inherited, broader }: RoleHolding): {
  readonly roleId: string | null;
  readonly scope: { readonly rawType: string; readonly externalId: string; readonly type?: string } | null;
  readonly direct: boolean;
  readonly through: readonly string[];
  readonly broader: readonly string[];
} {
  return {
    roleId: grant?.roleId ?? null,
    scope: grant && describeScope(grant.scope),
    direct: direct !== null,
    through: inherited.map((row) => giverOf(row, holder.kind) ?? '').toSorted(),
    broader: broader.map(({ scope }) => scope.rawType).toSorted(),
  };
}

/** Our word for it is told where the vendor's is another: a request that takes the change back is made of it. */
function describeScope({ rawType, externalId, type = 'UNKNOWN' }: Grant['scope']): {
  readonly rawType: string;
  readonly externalId: string;
  readonly type?: string;
} {
  return { rawType, externalId, ...(type === 'UNKNOWN' || type === rawType ? {} : { type }) };
}

export function holdingParameters(input: HeldRoleInput): JsonObject {
  const { role, scope, assignment } = input;
  return {
    ...(role && { roleId: role.externalId }),
    ...(scope && { scope: { type: scope.type, externalId: scope.externalId ?? null } }),
    ...(assignment && { assignmentId: assignment.externalId }),
  };
}

export function forgetHolding(
  kind: RoleHolder['kind'],
  loaders: DirectoryLoaders,
  target: Target,
  after: RoleHolding | null,
): void {
  const { externalId } = target;
  const { cache, sweeper } = loaders.directory;
  if (kind === 'USER') forgetUser(loaders, target, after?.user ?? null);
  if (kind === 'GROUP') forgetGroupRoles(loaders, externalId);
  if (kind === 'APPLICATION') {
    loaders.applicationRoleAssignments.clear(externalId);
    cache.evict('applicationRoleAssignments', externalId);
  }
  if (after !== null) sweeper.amend(withRoles(after.holder, after.all));
}

/** Its members are shown what it gives among their own. */
export function forgetGroupRoles(loaders: DirectoryLoaders, groupId: string): void {
  loaders.groupRoleAssignments.clear(groupId);
  loaders.directory.cache.evict('groupRoleAssignments', groupId);
  loaders.directory.cache.evictAll('userRoleAssignments');
}
