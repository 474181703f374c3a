import type { Group, Membership } from '../../model/group.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectFlag, expectText, expectTexts } from '../expect-members.ts';
import type { Members, Row } from '../rows.ts';
import { flag, instant, text, texts } from '../rows.ts';
import { EXPAND_OWNERS, ownersOfGroup } from './owner.ts';

export const SELECT_GROUP =
  'id,displayName,description,groupTypes,membershipRule,createdDateTime,onPremisesSyncEnabled,onPremisesSecurityIdentifier,isAssignableToRole,mailEnabled';

/** A group with its owners; rows of memberships come without them. */
export const GROUP_QUERY = { $select: SELECT_GROUP, $expand: EXPAND_OWNERS } as const;

/** What of a group is followed: all that is read of it, who is in it, and who answers for it ("group: delta"). */
export const SELECT_CHANGES_OF_GROUP = `${SELECT_GROUP},members,owners`;

/** How a Graph group becomes a `Group`. @throws {UpstreamError} `BAD_RESPONSE` */
export function toGroup(row: Row, observedAt: Date, origin: Origin): Group {
  const group = row.members;
  checked(group, origin);
  const listedOwners = ownersOfGroup(group);
  return {
    directory: origin.directory,
    externalId: row.id,
    name: text(group, 'displayName') ?? row.id,
    description: text(group, 'description'),
    populationId: null,
    // The rule of a group that was dynamic once may be left behind.
    dynamicFilter: texts(group, 'groupTypes').includes('DynamicMembership')
      ? text(group, 'membershipRule')
      : null,
    external: flag(group, 'onPremisesSyncEnabled') === true,
    sourceId: text(group, 'onPremisesSecurityIdentifier'),
    directMemberCount: null,
    customData: null,
    ...(listedOwners && { listedOwners }),
    createdAt: instant(group, 'createdDateTime'),
    updatedAt: null,
    observedAt,
  };
}

/** By these it is told how people come into it, and who keeps it: of another type, they would be taken for left out. */
function checked(group: Members, origin: Origin): void {
  if (!Array.isArray(group['groupTypes']))
    throw badResponse(origin, 'has a group without a list of groupTypes');
  expectTexts(group, 'groupTypes', origin);
  expectText(group, 'membershipRule', origin);
  for (const name of ['onPremisesSyncEnabled', 'mailEnabled']) expectFlag(group, name, origin);
}

/** A membership by a rule is not direct, though Graph lists it so. */
export function toMembership(group: Group, direct: boolean): Membership {
  return {
    groupId: group.externalId,
    groupName: group.name,
    type: direct && group.dynamicFilter === null ? 'DIRECT' : 'INDIRECT',
    group,
  };
}
