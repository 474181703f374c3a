import type { DirectoryLoaders } from '../directory/loaders.ts';
import { createLoaders } from '../directory/loaders.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { Directory } from '../directory/directory.ts';
import { hasAdministrators } from '../directory/has-administrators.ts';
import { defaultSweepSettings } from '../directory/snapshot/sweeper.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { CacheKind } from '../directory/cache.ts';
import type { Listing } from '../model/coverage.ts';
import type { Membership } from '../model/group.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { User } from '../model/user.ts';
import { nothing, unlessUnsupported, whereThereIs } from './absent-reads.ts';

/**
 * What guards may read; each object at most once per attempt. All throw `UpstreamError` when the read fails. What a directory of
 * this kind does not have is no failure: there is none of it.
 */
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
  return readsOf(loaders, scope, (kind, id) => {
    const name = `${kind}\n${id}`;
    if (!seen.has(name)) directory.cache.evict(kind, id);
    seen.add(name);
    return id;
  });
}

/** Reads as the rest of the request makes them, for telling what could be done. */
export function sharedReads(loaders: DirectoryLoaders): GuardReads {
  return readsOf(loaders, loaders.scope, (_kind, id) => id);
}

/** `ready` is told of each object that is about to be read, and gives its id back. */
function readsOf(
  loaders: DirectoryLoaders,
  scope: RequestScope,
  ready: (kind: CacheKind, id: string) => string,
): GuardReads {
  const { directory } = loaders;
  let roles: Promise<Listing<Role>> | null = null;
  const groupRoleAssignments = async (id: string): Promise<Listing<RoleAssignment>> =>
    hasAdministrators(directory)
      ? await unlessUnsupported(
          loaders.groupRoleAssignments.load(ready('groupRoleAssignments', id)),
          nothing<RoleAssignment>(),
        )
      : nothing();
  const groups = (id: string): Promise<Listing<Membership>> =>
    whereThereIs(directory, 'GROUPS', () => loaders.userGroups.load(ready('userGroups', id)));
  return {
    directory,
    loaders,
    user: (id) => loaders.user.load(ready('user', id)),
    roleAssignments: async (id) =>
      hasAdministrators(directory)
        ? await rolesHeldBy(
            directory,
            loaders.userRoleAssignments.load(ready('userRoleAssignments', id)),
            () => groups(id),
            groupRoleAssignments,
          )
        : nothing(),
    groups,
    groupParents: (id) =>
      whereThereIs(directory, 'NESTED_GROUPS', () => loaders.groupParents.load(ready('groupParents', id))),
    groupRoleAssignments,
    applicationRoleAssignments: (id) =>
      loaders.applicationRoleAssignments.load(ready('applicationRoleAssignments', id)),
    groupTotalMembers: (id) =>
      unlessUnsupported(loaders.groupTotalMembers.load(ready('groupTotalMembers', id)), null),
    roles: () => (roles ??= loaders.settings.roles()),
    sweep: () => directory.sweeper.read({ ...scope, maxAgeMs: defaultSweepSettings.timeToLiveMs }),
  };
}

/** Where the provider lists only direct assignments, those of the user's groups are added. */
async function rolesHeldBy(
  { provider }: Directory,
  own: Promise<Listing<RoleAssignment>>,
  groupsOf: () => Promise<Listing<Membership>>,
  givenBy: (groupId: string) => Promise<Listing<RoleAssignment>>,
): Promise<Listing<RoleAssignment>> {
  const direct = await own;
  if (provider.listsInheritedRoles) return direct;
  const groups = await groupsOf();
  const held = await Promise.all(groups.rows.map(({ groupId }) => givenBy(groupId)));
  const partial = [direct, groups, ...held].find(({ complete }) => !complete);
  return {
    rows: [direct, ...held].flatMap(({ rows }) => rows),
    complete: partial === undefined,
    reason: partial?.reason ?? null,
    message: partial?.message ?? null,
    observedAt: direct.observedAt,
  };
}
