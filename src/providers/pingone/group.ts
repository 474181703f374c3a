import type { Group, Membership, MembershipType, Population } from '../../model/group.ts';
import type { Row } from '../rows.ts';
import { flag, instant, object, reference, text, whole } from '../rows.ts';
import type { Shape } from './shape.ts';

/** A filter that cannot be read would make a group one whose members are put in by hand; a date, one that is older than any. */
export const groupShape: Shape = {
  texts: ['userFilter', 'sourceId', 'sourceType'],
  instants: ['createdAt'],
};

/** How a PingOne group becomes a `Group`. Groups have names; should one come without, its id stands in. */
export function toGroup(row: Row, directory: string, observedAt: Date): Group {
  const group = row.members;
  const counts = object(group, 'directMemberCounts');
  return {
    directory,
    externalId: row.id,
    name: text(group, 'name') ?? text(group, 'displayName') ?? row.id,
    description: text(group, 'description'),
    populationId: reference(group, 'population'),
    dynamicFilter: text(group, 'userFilter'),
    // `sourceType` is GATEWAY or IDP for groups that PingOne only mirrors.
    external: text(group, 'sourceId') !== null || text(group, 'sourceType') !== null,
    sourceId: text(group, 'sourceId'),
    directMemberCount: counts === null ? null : whole(counts, 'users'),
    customData: object(group, 'customData'),
    createdAt: instant(group, 'createdAt'),
    updatedAt: instant(group, 'updatedAt'),
    observedAt,
  };
}

/** A row of `memberOfGroups`: its id is the group's. `expand=group` sends the group along: then nobody has to ask for it. */
export function toMembership(row: Row, directory: string, observedAt: Date): Membership {
  const members = object(object(row.members, '_embedded') ?? {}, 'group');
  const id = members === null ? null : text(members, 'id');
  return {
    groupId: row.id,
    groupName: text(row.members, 'name'),
    type: membershipType(text(row.members, 'type')),
    ...(members !== null && id === row.id && { group: toGroup({ id, members }, directory, observedAt) }),
  };
}

function membershipType(type: string | null): MembershipType {
  return type === 'DIRECT' || type === 'INDIRECT' ? type : 'UNKNOWN';
}

export function toPopulation(row: Row, directory: string, observedAt: Date): Population {
  const population = row.members;
  return {
    directory,
    externalId: row.id,
    name: text(population, 'name') ?? row.id,
    description: text(population, 'description'),
    isDefault: flag(population, 'default'),
    userCount: whole(population, 'userCount'),
    passwordPolicyId: reference(population, 'passwordPolicy'),
    createdAt: instant(population, 'createdAt'),
    updatedAt: instant(population, 'updatedAt'),
    observedAt,
  };
}
