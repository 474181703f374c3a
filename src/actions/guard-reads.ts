import type { DirectoryLoaders } from '../directory/loaders.ts';
import { createLoaders } from '../directory/loaders.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { Directory } from '../directory/directory.ts';
import { defaultSweepSettings } from '../directory/sweeper.ts';
import type { Sweep } from '../directory/sweep.ts';
import type { CacheKind } from '../directory/cache.ts';
import type { Listing } from '../model/coverage.ts';
import type { Membership } from '../model/group.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { User } from '../model/user.ts';

/** What guards may read; each object at most once per attempt. All throw `UpstreamError` when the read fails. */
export interface GuardReads {
  readonly directory: Directory;
  readonly loaders: DirectoryLoaders;
  user(userId: string): Promise<User | null>;
  /** Held directly and through groups. */
  roleAssignments(userId: string): Promise<Listing<RoleAssignment>>;
  /** The groups that a user is in, in whatever way. */
  groups(userId: string): Promise<Listing<Membership>>;
  /** The groups that a group is directly in. */
  groupParents(groupId: string): Promise<Listing<Membership>>;
  /** What a group itself gives its members, without what it gets from the groups that it is in. */
  groupRoleAssignments(groupId: string): Promise<Listing<RoleAssignment>>;
  applicationRoleAssignments(applicationId: string): Promise<Listing<RoleAssignment>>;
  /** Direct, nested and dynamic members together; null: the provider does not say. */
  groupTotalMembers(groupId: string): Promise<number | null>;
  roles(): Promise<Listing<Role>>;
  /** A sweep that is young enough to be relied on for who is there; it may have to be taken first. */
  sweep(): Promise<Sweep>;
}

/** Reads that answer what holds now, for deciding about a change: caches are passed by. */
export function freshReads(directory: Directory, scope: RequestScope): GuardReads {
  const loaders = createLoaders(directory, { ...scope, maxAgeMs: 0 });
  const seen = new Set<string>();
  // A read that others have under way may have begun before the last change: it is not joined.
  const fresh = (kind: CacheKind, id: string): string => {
    const name = `${kind}\n${id}`;
    if (!seen.has(name)) directory.cache.evict(kind, id);
    seen.add(name);
    return id;
  };
  let roles: Promise<Listing<Role>> | null = null;
  return {
    directory,
    loaders,
    user: (id) => loaders.user.load(fresh('user', id)),
    roleAssignments: (id) =>
      rolesHeldBy(fresh('userRoleAssignments', fresh('userGroups', id)), loaders, (groupId) =>
        fresh('groupRoleAssignments', groupId),
      ),
    groups: (id) => loaders.userGroups.load(fresh('userGroups', id)),
    groupParents: (id) => loaders.groupParents.load(fresh('groupParents', id)),
    groupRoleAssignments: (id) => loaders.groupRoleAssignments.load(fresh('groupRoleAssignments', id)),
    applicationRoleAssignments: (id) =>
      loaders.applicationRoleAssignments.load(fresh('applicationRoleAssignments', id)),
    groupTotalMembers: (id) => loaders.groupTotalMembers.load(fresh('groupTotalMembers', id)),
    roles: () => (roles ??= loaders.settings.roles()),
    sweep: () => sweepOf(directory, scope),
  };
}

/** Reads as the rest of the request makes them, for telling what could be done. */
export function sharedReads(loaders: DirectoryLoaders): GuardReads {
  const { directory, scope } = loaders;
  return {
    directory,
    loaders,
    user: (id) => loaders.user.load(id),
    roleAssignments: (id) => rolesHeldBy(id, loaders),
    groups: (id) => loaders.userGroups.load(id),
    groupParents: (id) => loaders.groupParents.load(id),
    groupRoleAssignments: (id) => loaders.groupRoleAssignments.load(id),
    applicationRoleAssignments: (id) => loaders.applicationRoleAssignments.load(id),
    groupTotalMembers: (id) => loaders.groupTotalMembers.load(id),
    roles: () => loaders.settings.roles(),
    sweep: () => sweepOf(directory, scope),
  };
}

/** Where the provider lists only direct assignments, those of the user's groups are added. */
async function rolesHeldBy(
  userId: string,
  loaders: DirectoryLoaders,
  fresh = (groupId: string): string => groupId,
): Promise<Listing<RoleAssignment>> {
  const direct = await loaders.userRoleAssignments.load(userId);
  const { directory } = loaders;
  if (directory.provider.listsInheritedRoles || !directory.can('GROUPS')) return direct;
  const groups = await loaders.userGroups.load(userId);
  const held = await Promise.all(
    groups.rows.map(({ groupId }) => loaders.groupRoleAssignments.load(fresh(groupId))),
  );
  const partial = [direct, groups, ...held].find(({ complete }) => !complete);
  return {
    rows: [direct, ...held].flatMap(({ rows }) => rows),
    complete: partial === undefined,
    reason: partial?.reason ?? null,
    message: partial?.message ?? null,
    observedAt: direct.observedAt,
  };
}

function sweepOf(directory: Directory, scope: RequestScope): Promise<Sweep> {
  return directory.sweeper.read({ ...scope, maxAgeMs: defaultSweepSettings.timeToLiveMs });
}
