import type { Application } from '../model/application.ts';
import type { Cell } from './export-row.ts';
import { flagCell, unknownWord } from './export-row.ts';
import type { Entitlement } from './entitlement.ts';
import { type HeldGroup, namesOf } from './memberships.ts';
import type { PrincipalContext } from './principal-context.ts';

/** How a group's access to an application reaches its members: by being in this group, or in all that are named. */
export interface GroupAccess {
  readonly application: Application;
  readonly groupIds: readonly string[];
  readonly match: 'ANY' | 'ALL';
}

/** By group, the applications that it opens, alone or with others. */
export function accessByGroup(
  applications: readonly Application[],
): ReadonlyMap<string, readonly GroupAccess[]> {
  const byGroup = new Map<string, GroupAccess[]>();
  for (const application of applications) {
    const { groupMatch, groupIds } = application.accessControl;
    if (groupMatch === null) continue;
    for (const id of groupIds) {
      const access = { application, groupIds, match: groupMatch };
      const before = byGroup.get(id);
      if (before === undefined) byGroup.set(id, [access]);
      else before.push(access);
    }
  }
  return byGroup;
}

/** What everybody in the directory may use, and what an unknown somebody may: where the provider does not tell whom it lets in. */
export function accessOfEverybody(applications: readonly Application[]): readonly Entitlement[] {
  return applications.flatMap((application) => {
    const { groupMatch, groupIds } = application.accessControl;
    if (groupMatch === null) return [accessTo(application, 'DIRECT', null)];
    const word = unknownWord('UNSUPPORTED');
    return groupIds.length === 0 ? [accessTo(application, `UNKNOWN(UNSUPPORTED)`, word)] : [];
  });
}

/** What somebody may use through the groups that they are in. */
export function accessThroughGroups(
  groups: readonly HeldGroup[],
  byGroup: ReadonlyMap<string, readonly GroupAccess[]>,
  { part, sees }: Pick<PrincipalContext, 'part' | 'sees'>,
): readonly Entitlement[] {
  const held = new Map(groups.map((group) => [group.groupId, group]));
  return groups.flatMap((group) =>
    (byGroup.get(group.groupId) ?? []).flatMap(({ application, groupIds, match }) => {
      // Where all are wanted it is one grant, told with the first of them.
      if (match === 'ALL' && (groupIds[0] !== group.groupId || !groupIds.every((id) => held.has(id))))
        return [];
      const path = match === 'ALL' ? groupIds : group.path;
      const isFar = group.path === null || group.path.length > 1;
      const via = path === null ? unknownWord('PARTIAL') : namesOf(path, part, sees);
      return [accessTo(application, isFar ? 'INHERITED' : 'VIA_GROUP', via)];
    }),
  );
}

export function accessTo(application: Application, how: Entitlement['how'], via: Cell): Entitlement {
  return {
    kind: 'APPLICATION',
    targetId: application.externalId,
    targetName: application.name,
    targetStatus: statusOf(application),
    how,
    via,
    ...(application.accessControl.adminOnly && { scopeType: 'ADMINISTRATORS_ONLY' }),
  };
}

function statusOf({ enabled }: Application): Cell {
  if (enabled === null) return flagCell(null);
  return enabled ? 'ENABLED' : 'DISABLED';
}
