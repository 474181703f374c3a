import type { Group, MembershipType } from '../../model/group.ts';
import { badResponse, kindOf, type Origin } from '../bad-response.ts';
import type { Members, Row } from '../rows.ts';
import { instant, object, objects, text } from '../rows.ts';

/** What a member of a group is. Null: the service does not say. */
export interface GroupMember {
  readonly id: string;
  readonly type: 'USER' | 'GROUP' | null;
}

/** How a SCIM group (RFC 7643 section 4.2) becomes a `Group`. The schema has neither descriptions nor filters. */
export function toGroup({ id, members: group }: Row, directory: string, observedAt: Date): Group {
  const meta = object(group, 'meta') ?? {};
  const listed = isWhole(group) ? membersOf(group) : null;
  const name = text(group, 'displayName');
  return {
    directory,
    externalId: id,
    name: name === null || name.trim() === '' ? id : name,
    description: null,
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: text(group, 'externalId'),
    directMemberCount:
      listed === null
        ? null
        : new Set(listed.filter(({ type }) => type !== 'GROUP').map((one) => one.id)).size,
    customData: null,
    createdAt: instant(meta, 'created'),
    updatedAt: instant(meta, 'lastModified'),
    observedAt,
  };
}

/**
 * The members that a group's record lists; null: it has no such list, which may be left out of any record.
 * @throws {UpstreamError} `BAD_RESPONSE` when what it has is no list, or a member of it has no value: nobody could tell who it is.
 */
export function expectMembers(group: Members, origin: Origin): readonly GroupMember[] | null {
  const listed = group['members'] ?? null;
  if (listed !== null && !Array.isArray(listed))
    throw badResponse(origin, `was expected to hold the array members, found ${kindOf(listed)}`);
  if (!isWhole(group))
    throw badResponse(origin, 'has a member without a value, so that who it is cannot be told');
  return membersOf(group);
}

function isWhole(group: Members): boolean {
  const listed = group['members'];
  return !Array.isArray(listed) || membersOf(group)?.length === listed.length;
}

function membersOf(group: Members): readonly GroupMember[] | null {
  if (!Array.isArray(group['members'])) return null;
  return objects(group, 'members').flatMap((member) => {
    const id = text(member, 'value');
    return id === null || id === '' ? [] : [{ id, type: typeOf(member) }];
  });
}

/** `type` says it, or where that is left out or says something new, the address of the member. */
function typeOf(member: Members): GroupMember['type'] {
  const said = (text(member, 'type') ?? '').toLowerCase();
  if (said === 'group') return 'GROUP';
  if (said === 'user') return 'USER';
  const address = (text(member, '$ref') ?? said).toLowerCase();
  if (address.includes('/groups/')) return 'GROUP';
  return address.includes('/users/') ? 'USER' : null;
}

/** `type` of an entry of a user's `groups`: `direct` or `indirect`. */
export function membershipType(said: string | null): MembershipType {
  const type = said?.toLowerCase();
  if (type === 'direct') return 'DIRECT';
  return type === 'indirect' ? 'INDIRECT' : 'UNKNOWN';
}
