import type { Group, Membership } from '../../../model/group.ts';
import type { ListedOwners } from '../../../model/owner.ts';
import type { Entry } from '../values/entry.ts';
import { generalizedTime } from '../values/generalized-time.ts';
import { idOf } from './user.ts';

export const GROUP_ATTRIBUTES = [
  'entryUUID',
  'objectClass',
  'cn',
  'description',
  'owner',
  'createTimestamp',
  'modifyTimestamp',
] as const;

/** How a group names its members: by DN, or by user name (RFC 2256, RFC 2307). */
export type MemberAttribute = 'member' | 'uniqueMember' | 'memberUid';

export function memberAttributeOf(group: Entry): MemberAttribute {
  const classes = new Set(group.texts('objectClass').map((name) => name.toLowerCase()));
  if (classes.has('groupofuniquenames')) return 'uniqueMember';
  return classes.has('posixgroup') && !classes.has('groupofnames') ? 'memberUid' : 'member';
}

/** How a group of OpenLDAP becomes a `Group`; undefined: an entry without an id is none. */
export function toGroup(
  entry: Entry,
  directory: string,
  observedAt: Date,
  listedOwners?: ListedOwners,
): Group | undefined {
  const externalId = idOf(entry);
  if (externalId === null) return undefined;
  return {
    directory,
    externalId,
    name: entry.text('cn') ?? externalId,
    description: entry.text('description'),
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: null,
    directMemberCount: null,
    customData: { distinguishedName: entry.dn },
    ...(listedOwners && { listedOwners }),
    createdAt: generalizedTime(entry.text('createTimestamp')),
    updatedAt: generalizedTime(entry.text('modifyTimestamp')),
    observedAt,
  };
}

/** OpenLDAP does not look into groups that are in a group: whoever is in one is in it directly. */
export function toMembership(entry: Entry, directory: string, observedAt: Date): Membership | undefined {
  const group = toGroup(entry, directory, observedAt);
  return group && { groupId: group.externalId, groupName: group.name, type: 'DIRECT', group };
}
