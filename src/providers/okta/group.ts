import type { Group, Membership, MembershipType } from '../../model/group.ts';
import type { ListedOwners } from '../../model/owner.ts';
import type { Row } from '../rows.ts';
import { instant, object, text, whole } from '../rows.ts';

const TYPES: ReadonlySet<string> = new Set(['OKTA_GROUP', 'APP_GROUP', 'BUILT_IN']);
const UNREADABLE: ListedOwners = { rows: [], complete: false, reason: 'INVALID_VALUE' };

/**
 * How an Okta group becomes a `Group`. Only those of the type OKTA_GROUP are managed here: APP_GROUP comes from an application or
 * a directory, and of BUILT_IN ("Everyone") Okta itself keeps the members (API reference, "Group type").
 */
export function toGroup(row: Row, directory: string, observedAt: Date): Group {
  const group = row.members;
  const profile = object(group, 'profile') ?? {};
  const type = text(group, 'type');
  const stats = object(object(group, '_embedded') ?? {}, 'stats');
  return {
    directory,
    externalId: row.id,
    name: text(profile, 'name') ?? row.id,
    description: text(profile, 'description'),
    populationId: null,
    // Rules that put people into groups do not show at the group.
    dynamicFilter: null,
    external: type !== null && type !== 'OKTA_GROUP',
    sourceId: text(profile, 'externalId') ?? text(profile, 'dn'),
    directMemberCount: stats === null ? null : whole(stats, 'usersCount'),
    customData: null,
    ...(type === 'BUILT_IN' ? { vendorsOwn: true } : {}),
    // Of a type that is new it is not known whether somebody has to answer for it.
    ...(TYPES.has(type ?? '') ? {} : { listedOwners: UNREADABLE }),
    createdAt: instant(group, 'created'),
    updatedAt: instant(group, 'lastUpdated'),
    observedAt,
  };
}

/** A row of a user's groups is the group itself. */
export function toMembership(row: Row, directory: string, observedAt: Date): Membership {
  const group = toGroup(row, directory, observedAt);
  return {
    groupId: row.id,
    groupName: group.name,
    type: membershipType(text(row.members, 'type')),
    group,
  };
}

/** Okta has no groups in groups. Whether a person or a rule put somebody in is not told: either can be removed. */
function membershipType(groupType: string | null): MembershipType {
  if (groupType === 'OKTA_GROUP') return 'DIRECT';
  return groupType === 'BUILT_IN' ? 'INDIRECT' : 'UNKNOWN';
}
