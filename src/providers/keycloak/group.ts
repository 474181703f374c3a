import type { Group, Membership } from '../../model/group.ts';
import type { Row } from '../rows.ts';
import { isObject, text } from '../rows.ts';

/**
 * How a group becomes a `Group`. Names repeat within the tree, and the path does not: it stands in `customData` with the attributes.
 * Keycloak counts no members.
 */
export function toGroup({ id, members }: Row, directory: string, observedAt: Date): Group {
  const attributes = isObject(members['attributes']) ? members['attributes'] : {};
  const path = text(members, 'path');
  return {
    directory,
    externalId: id,
    name: text(members, 'name') ?? id,
    description: text(members, 'description'),
    populationId: null,
    dynamicFilter: null,
    // Groups that LDAP federation mirrors look like any other.
    external: false,
    sourceId: null,
    directMemberCount: null,
    customData: path === null ? attributes : { ...attributes, path },
    createdAt: null,
    updatedAt: null,
    observedAt,
  };
}

/** A group that somebody was put in, or the one above a group: Keycloak has no other way into a group. */
export function toMembership(row: Row, directory: string, observedAt: Date): Membership {
  const group = toGroup(row, directory, observedAt);
  return { groupId: row.id, groupName: group.name, type: 'DIRECT', group };
}
