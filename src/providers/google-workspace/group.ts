import type { Group, Membership } from '../../model/group.ts';
import type { Row } from '../rows.ts';
import { text } from '../rows.ts';

/** What of a Google group has no place of its own in ours, by Google's names. */
const CARRIED = ['email', 'aliases', 'nonEditableAliases', 'adminCreated', 'directMembersCount'] as const;

export function toGroup(row: Row, directory: string, observedAt: Date): Group {
  const group = row.members;
  return {
    directory,
    externalId: row.id,
    name: text(group, 'name') ?? text(group, 'email') ?? row.id,
    description: text(group, 'description'),
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: null,
    // Google's count has members of other organisations in it, whom our list leaves out: it would prove nothing.
    directMemberCount: null,
    customData: Object.fromEntries(CARRIED.flatMap((name) => (name in group ? [[name, group[name]]] : []))),
    createdAt: null,
    updatedAt: null,
    observedAt,
  };
}

/** A row of `groups?userKey=`, which lists the groups that somebody was put into, not those around them. */
export function toMembership(row: Row, directory: string, observedAt: Date): Membership {
  const group = toGroup(row, directory, observedAt);
  return { groupId: row.id, groupName: group.name, type: 'DIRECT', group };
}
