/** Who holds which role, and how: direct assignments and those of groups, over nesting. */
import { byExternalId } from '../../directory/by-external-id.ts';
import type { UnknownReason } from '../../model/fact.ts';
import type { Membership } from '../../model/group.ts';
import type { Role, RoleAssignment } from '../../model/role.ts';
import type { Grant } from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import type { FindingSources, SourcesAtHand } from '../sources.ts';
import type { EvaluationContext } from './context.ts';
import { type Reach, type Reached, reachOf } from './nesting.ts';
import { incomplete } from './slot.ts';

type RolesById = ReadonlyMap<string, Role>;

/** One assignment as a grant over a path of groups. */
function grantOf(
  assignment: RoleAssignment,
  roles: RolesById,
  path: readonly string[],
  names: ReadonlyMap<string, string>,
): Grant {
  const role = roles.get(assignment.roleId);
  return {
    assignmentId: assignment.externalId,
    roleId: assignment.roleId,
    roleName: role?.name ?? null,
    tier: role?.tier ?? null,
    custom: role?.custom ?? false,
    scopeType: assignment.scope.type,
    scopeId: assignment.scope.externalId,
    path,
    ...(path.length === 0 ? {} : { pathNames: path.map((id) => names.get(id) ?? id) }),
    readOnly: assignment.readOnly,
  };
}

/** Assignments of a principal that no group gives anything to: an application, a gateway. */
export function directGrants(rows: ListFact<RoleAssignment>, roles: ListFact<Role>): ListFact<Grant> {
  const byId = byExternalId(roles.rows);
  return listOf(
    rows.rows.map((row) => grantOf(row, byId, [], new Map())),
    rows,
  );
}

interface Inherited {
  readonly grants: readonly Grant[];
  readonly gap: UnknownReason | null;
}

/** What the groups that are reached give to their members. */
async function grantsOfGroups(
  reach: Reach,
  context: EvaluationContext,
  roles: RolesById,
  names: ReadonlyMap<string, string>,
): Promise<Inherited> {
  const lists = await Promise.all(
    reach.groups.map(({ groupId }) => context.groupRoleAssignments.at(groupId).loaded()),
  );
  const grants: Grant[] = [];
  let gap = reach.gap;
  for (const [index, { path }] of reach.groups.entries()) {
    const list = lists[index] ?? incomplete('PARTIAL');
    if (!list.complete) gap ??= list.reason ?? 'PARTIAL';
    // A group lists what it inherits as well; that comes with the group that holds it. To be in one that is the role is no way to
    // it over a group: only the member's own list tells of that.
    const own = list.rows.filter(({ inherited, groupIsRole }) => inherited !== true && groupIsRole !== true);
    grants.push(...own.map((assignment) => grantOf(assignment, roles, path, names)));
  }
  return { grants, gap };
}

/**
 * The groups that a user is put in, and through them all others. A dynamic group counts its members as indirect, as
 * nesting does: what no nesting explains is dynamic, and starts a path of its own.
 */
async function reachOfUser(
  memberships: readonly Membership[],
  context: EvaluationContext,
  names: Map<string, string>,
): Promise<Reach> {
  for (const { groupId, groupName } of memberships) if (groupName !== null) names.set(groupId, groupName);
  const starts = memberships.filter(({ type }) => type !== 'INDIRECT').map(({ groupId }) => groupId);
  const nested = await reachOf(starts, context, names);
  const reached = new Set(nested.groups.map(({ groupId }) => groupId));
  const rest = memberships.filter(({ groupId }) => !reached.has(groupId)).map(({ groupId }) => groupId);
  if (rest.length === 0) return nested;
  const reaches = await Promise.all(rest.map((groupId) => reachOf([groupId], context, names)));
  const reachedFrom = reaches.map(({ groups }) => new Set(groups.map(({ groupId }) => groupId)));
  const explained = new Set(
    rest.filter((groupId, index) =>
      rest.some((other, at) => {
        if (at === index || reachedFrom[at]?.has(groupId) !== true) return false;
        // Groups in a circle explain each other: the first of them stays a start.
        return at < index || reachedFrom[index]?.has(other) !== true;
      }),
    ),
  );
  const shortest = new Map<string, Reached>(nested.groups.map((group) => [group.groupId, group]));
  for (const [index, reach] of reaches.entries()) {
    const start = rest[index];
    if (start === undefined || explained.has(start)) continue;
    for (const group of reach.groups) {
      const known = shortest.get(group.groupId);
      if (known === undefined || known.path.length > group.path.length) shortest.set(group.groupId, group);
    }
  }
  const gap = nested.gap ?? reaches.find((reach) => reach.gap !== null)?.gap ?? null;
  return { groups: [...shortest.values()], gap };
}

function sameReach(grant: Grant, row: RoleAssignment): boolean {
  return (
    grant.roleId === row.roleId &&
    grant.scopeType === row.scope.type &&
    grant.scopeId === row.scope.externalId
  );
}

/** Whether a row of the user's own list is a grant that a group gives, told apart as well as the provider's answer allows. */
function isInherited(row: RoleAssignment, viaGroups: readonly Grant[]): boolean {
  if (row.inherited === true || row.inheritedFromGroupId !== null) return true;
  return row.inherited === null && viaGroups.some(({ assignmentId }) => assignmentId === row.externalId);
}

/** Roles that a user holds directly and through groups. An inherited row is shown once, by its path where it is known. */
export async function grantsOfUser(
  userId: string,
  context: EvaluationContext,
  roles: ListFact<Role>,
  memberships: () => Promise<ListFact<Membership>>,
): Promise<ListFact<Grant>> {
  const { sources } = context;
  const inheritedAreListed = sources.listsInheritedRoles === true;
  const [rows, eager] = await Promise.all([
    sources.userRoleAssignments(userId),
    inheritedAreListed ? undefined : memberships(),
  ]);
  const byId = byExternalId(roles.rows);
  const names = new Map<string, string>();
  // Groups are worth reading for the path of what is inherited, and when they may show what the user's own list does not.
  const pathsWanted = !rows.complete || rows.rows.some((row) => isInherited(row, []));
  const groups = eager ?? (pathsWanted ? await memberships() : incomplete('NOT_REQUESTED'));
  const reach = await reachOfUser(groups.rows, context, names);
  const inherited = await grantsOfGroups(reach, context, byId, names);
  const gap = groups.complete ? inherited.gap : (groups.reason ?? 'PARTIAL');
  const grants: Grant[] = [];
  for (const row of rows.rows) {
    if (!isInherited(row, inherited.grants)) {
      grants.push(grantOf(row, byId, [], names));
      continue;
    }
    const from = row.inheritedFromGroupId;
    const known = inherited.grants.some(
      (grant) => sameReach(grant, row) && (from === null || grant.path.at(-1) === from),
    );
    if (!known) {
      grants.push({ ...grantOf(row, byId, [from ?? 'unknown'], names), pathUnknown: gap ?? 'PARTIAL' });
    }
  }
  grants.push(...inherited.grants);
  if (inheritedAreListed) return listOf(grants, rows);
  return listOf(grants, rows, groups, { rows: [], complete: inherited.gap === null, reason: inherited.gap });
}

const none: ListFact<Grant> = { rows: [], complete: true, reason: null };

/** What `grantsOfUser` answers of somebody of whom no group has to be looked at; null: one has to be. */
export function grantsAtHand(
  userId: string,
  { listsInheritedRoles }: Pick<FindingSources, 'listsInheritedRoles'>,
  { userRoleAssignments, userGroups }: SourcesAtHand,
  roles: ListFact<Role>,
): ListFact<Grant> | null {
  const rows = userRoleAssignments(userId);
  if (listsInheritedRoles === true) {
    if (!rows.complete || rows.rows.some((row) => isInherited(row, []))) return null;
    return rows.rows.length === 0 ? none : directGrants(rows, roles);
  }
  const groups = userGroups(userId);
  if (groups.rows.length > 0) return null;
  const isNothing = rows.rows.length === 0 && rows.complete && groups.complete;
  if (isNothing) return none;
  const direct = directGrants(rows, roles);
  return rows.rows.some((row) => isInherited(row, [])) ? null : listOf(direct.rows, rows, groups);
}

/** Roles that a group holds itself, and through the groups that it is in. */
export async function grantsOfGroup(
  groupId: string,
  context: EvaluationContext,
  roles: ListFact<Role>,
): Promise<ListFact<Grant>> {
  const byId = byExternalId(roles.rows);
  const names = new Map<string, string>();
  const own = await context.groupRoleAssignments.at(groupId).loaded();
  const reach = await reachOf([groupId], context, names);
  const above: Reach = {
    groups: reach.groups.slice(1).map(({ groupId: id, path }) => ({ groupId: id, path: path.slice(1) })),
    gap: reach.gap,
  };
  const inherited = await grantsOfGroups(above, context, byId, names);
  const direct = own.rows
    .filter(({ inherited: indirect }) => indirect !== true)
    .map((assignment) => grantOf(assignment, byId, [], names));
  return listOf([...direct, ...inherited.grants], own, {
    rows: [],
    complete: inherited.gap === null,
    reason: inherited.gap,
  });
}
