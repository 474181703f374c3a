import type { Caller } from '../access/caller.ts';
import { byExternalId } from '../directory/by-external-id.ts';
import type { Grant } from '../findings/facts.ts';
import type { Listing } from '../model/coverage.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { Group } from '../model/group.ts';
import type { RoleAssignment } from '../model/role.ts';
import { statusCell } from './account-cells.ts';
import { accessByGroup, accessOfEverybody, accessThroughGroups, accessTo } from './application-access.ts';
import {
  type Entitlement,
  entitlementRow,
  placeOfPrincipal,
  type Principal,
  unknownGrants,
} from './entitlement.ts';
import type { ReadPart } from './export-part.ts';
import { inOrder } from './in-order.ts';
import { type Cell, comparePlaces, type ExportRow, unknownWord } from './export-row.ts';
import { type HeldGroup, type How, namesOf } from './memberships.ts';
import { seesGroup, seesUser } from './places.ts';
import { type PrincipalContext, principalContext } from './principal-context.ts';

/** Who has what in a directory after a place: one row for each grant. Null stands for somebody of whom there is none to show. */
export async function* entitlementRows(
  part: ReadPart,
  { caller, after }: { readonly caller: Caller; readonly after: readonly string[] | null },
): AsyncGenerator<ExportRow | null> {
  const context = principalContext(part, caller);
  for await (const { principal, grants } of principals(context, after)) {
    const rows = grants
      .map((grant) => entitlementRow(part.key, principal, grant, part.sweep.takenAt))
      .filter(({ place }) => after === null || comparePlaces(place, after) > 0)
      .toSorted((one, other) => comparePlaces(one.place, other.place));
    if (rows.length === 0) yield null;
    let before: readonly string[] | null = null;
    for (const row of rows) {
      // What two lists tell alike is one grant.
      if (before === null || comparePlaces(before, row.place) !== 0) yield row;
      before = row.place;
    }
  }
}

interface Holder {
  readonly principal: Principal;
  readonly grants: readonly Entitlement[];
}

async function* principals(
  context: PrincipalContext,
  after: readonly string[] | null,
): AsyncGenerator<Holder> {
  const { part, caller, sees } = context;
  const { users, groups, applications, applicationRoleAssignments } = part.sweep;
  const byGroup = accessByGroup(inOrder(applications.rows));
  // Those before the one at which the reader stopped need not be worked out again.
  const isPast = (type: Principal['type'], id: string): boolean =>
    after !== null && comparePlaces(placeOfPrincipal({ type, id }), after.slice(0, 2)) < 0;

  if (!isPast('EVERYBODY', ''))
    yield { principal: everybody, grants: [...accessOfEverybody(applications.rows), ...gapsOf(part)] };
  for (const user of inOrder(users.rows)) {
    if (isPast('USER', user.externalId)) continue;
    const { externalId: id, username, email } = user;
    const principal: Principal = { type: 'USER', id, name: username ?? email, status: statusCell(user) };
    if (!seesUser(caller, user)) {
      yield { principal, grants: [] };
      continue;
    }
    const [held, roles] = await Promise.all([context.groupsOf(user), context.rolesOf(user)]);
    const grants = [
      ...held.groups.filter(({ groupId }) => sees(groupId)).map((group) => membershipOf(group, context)),
      ...roles.rows.map((grant) => roleOf(grant, context)),
      ...accessThroughGroups(held.groups, byGroup, context),
      ...gapOf('GROUP', held.gap),
      ...gapOf('ROLE', roles.complete ? null : (roles.reason ?? 'PARTIAL')),
    ];
    yield { principal, grants };
  }
  for (const group of inOrder(groups.rows)) {
    if (isPast('GROUP', group.externalId)) continue;
    const principal: Principal = { type: 'GROUP', id: group.externalId, name: group.name, status: null };
    if (!seesGroup(caller, group)) {
      yield { principal, grants: [] };
      continue;
    }
    const access = (byGroup.get(group.externalId) ?? []).map(({ application, match }) =>
      accessTo(
        application,
        match === 'ALL' ? 'VIA_GROUP' : 'DIRECT',
        match === 'ALL' ? unknownWord('PARTIAL') : null,
      ),
    );
    yield {
      principal,
      grants: [
        ...parentsOf(group, context),
        ...rolesHeldBy(part.sweep.groupRoleAssignments.get(group.externalId), context),
        ...access,
      ],
    };
  }
  for (const { externalId: id, name, enabled } of inOrder(applications.rows)) {
    if (isPast('APPLICATION', id)) continue;
    const status = enabled === null ? unknownWord('MISSING') : enabled ? 'ENABLED' : 'DISABLED';
    yield {
      principal: { type: 'APPLICATION', id, name, status },
      grants: rolesHeldBy(applicationRoleAssignments.get(id), context),
    };
  }
}

const everybody: Principal = { type: 'EVERYBODY', id: '', name: null, status: null };

/** What is not known of anybody here: what the provider does not have, and what could not be read. */
function gapsOf({ sweep, roles }: ReadPart): readonly Entitlement[] {
  const rows: Entitlement[] = [];
  if (sweep.userGroupsGap !== null) rows.push(unknownGrants('GROUP', sweep.userGroupsGap));
  if (roles.reason === 'UNSUPPORTED') rows.push(unknownGrants('ROLE', 'UNSUPPORTED'));
  if (!sweep.applications.complete)
    rows.push(unknownGrants('APPLICATION', sweep.applications.reason ?? 'PARTIAL'));
  return rows;
}

/** What a kind of directory does not have at all is said once, of everybody. */
function gapOf(kind: Entitlement['kind'], reason: UnknownReason | null): readonly Entitlement[] {
  return reason === null || reason === 'UNSUPPORTED' ? [] : [unknownGrants(kind, reason)];
}

function membershipOf({ groupId, how, path }: HeldGroup, { part, sees }: PrincipalContext): Entitlement {
  const via =
    path === null ? unknownWord('PARTIAL') : path.length > 1 ? namesOf(path.slice(0, -1), part, sees) : null;
  return { kind: 'GROUP', targetId: groupId, targetName: groupName(groupId, part), how, via };
}

function groupName(groupId: string, { sweep }: ReadPart): Cell {
  return byExternalId(sweep.groups.rows).get(groupId)?.name ?? unknownWord('NOT_FOUND');
}

function roleOf(grant: Grant, { part, sees }: PrincipalContext): Entitlement {
  const { roleId, roleName, scopeType, scopeId, path, pathUnknown, assignmentId } = grant;
  const via: Cell =
    path.length === 0
      ? null
      : pathUnknown === undefined
        ? namesOf(path, part, sees)
        : [
            { text: unknownWord(pathUnknown) },
            ...namesOf(
              path.filter((id) => id !== 'unknown'),
              part,
              sees,
            ),
          ];
  return {
    kind: 'ROLE',
    targetId: roleId,
    targetName: roleName ?? nameOfUnread(part),
    how: howOfRole(grant),
    via,
    scopeType,
    scopeId,
    grantId: assignmentId,
  };
}

function howOfRole({ path, pathUnknown }: Grant): How {
  if (path.length === 0) return 'DIRECT';
  return path.length === 1 && pathUnknown === undefined ? 'VIA_GROUP' : 'INHERITED';
}

function nameOfUnread({ roles }: ReadPart): string {
  return unknownWord(roles.complete ? 'NOT_FOUND' : (roles.reason ?? 'PARTIAL'));
}

/** What a group or an application holds itself; what a group inherits stands with the group that holds it. */
function rolesHeldBy(
  list: Listing<RoleAssignment> | undefined,
  { part }: PrincipalContext,
): readonly Entitlement[] {
  const roles = byExternalId(part.roles.rows);
  const gap = list === undefined ? 'NOT_REQUESTED' : list.complete ? null : (list.reason ?? 'PARTIAL');
  const rows = (list?.rows ?? [])
    .filter(({ inherited, inheritedFromGroupId }) => inherited !== true && inheritedFromGroupId === null)
    .map(({ roleId, scope, externalId }): Entitlement => ({
      kind: 'ROLE',
      targetId: roleId,
      targetName: roles.get(roleId)?.name ?? nameOfUnread(part),
      how: 'DIRECT',
      via: null,
      scopeType: scope.type,
      scopeId: scope.externalId,
      grantId: externalId,
    }));
  return [...rows, ...gapOf('ROLE', gap)];
}

/** The groups that a group is put in; those beyond them stand with these. */
function parentsOf({ externalId }: Group, { part, sees }: PrincipalContext): readonly Entitlement[] {
  const parents = part.sweep.groupParents.get(externalId);
  const gap =
    parents === undefined ? 'NOT_REQUESTED' : parents.complete ? null : (parents.reason ?? 'PARTIAL');
  const rows = (parents?.rows ?? [])
    .filter(({ groupId, type }) => type !== 'INDIRECT' && sees(groupId))
    .map(({ groupId, type }): Entitlement => ({
      kind: 'GROUP',
      targetId: groupId,
      targetName: groupName(groupId, part),
      how: type === 'DIRECT' ? 'DIRECT' : `UNKNOWN(UNSUPPORTED)`,
      via: null,
    }));
  return [...rows, ...gapOf('GROUP', gap)];
}
