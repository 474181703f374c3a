import type { RoleAssignment } from '../../model/role.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import type { Row } from '../rows.ts';
import { text } from '../rows.ts';
import { isUserId } from './user-rows.ts';
import type { GoogleWorkspaceSettings } from './settings.ts';

/** Whom a row names: the id of a user, a group or a service account. @throws {UpstreamError} `BAD_RESPONSE` */
export function assigneeOf({ members }: Row, origin: Origin): string {
  const assignedTo = text(members, 'assignedTo');
  if (assignedTo === null)
    throw badResponse(
      origin,
      `has a role assignment that names nobody: assignedTo is ${kindOf(members['assignedTo'])}`,
    );
  return assignedTo;
}

/**
 * `assigneeType` is documented as USER or GROUP, and is sent in small letters too. Of another word, or none, the id tells: those of
 * users and service accounts are numbers.
 */
export function isOfGroup({ members }: Row): boolean {
  const type = text(members, 'assigneeType')?.toUpperCase();
  if (type === 'GROUP' || type === 'USER') return type === 'GROUP';
  return !isUserId(text(members, 'assignedTo') ?? '');
}

/**
 * A row of `roleassignments` as something that `principal` holds; through `groupId` when that is given.
 * @throws {UpstreamError} `BAD_RESPONSE` for a row that does not say which role is assigned.
 */
export function toRoleAssignment(
  row: Row,
  principal: RoleAssignment['principal'],
  groupId: string | null,
  settings: GoogleWorkspaceSettings,
  origin: Origin,
): RoleAssignment {
  const roleId = text(row.members, 'roleId');
  if (roleId === null) throw badResponse(origin, 'has a role assignment that does not name its role');
  return {
    directory: settings.key,
    externalId: row.id,
    principal,
    roleId,
    scope: scopeOf(row, settings),
    inheritedFromGroupId: groupId,
    inherited: groupId !== null,
    readOnly: false,
  };
}

/** CUSTOMER is everything; ORG_UNIT is a part of the people that ours has no word for. */
function scopeOf({ members }: Row, { customerId }: GoogleWorkspaceSettings): RoleAssignment['scope'] {
  const rawType = text(members, 'scopeType') ?? '';
  return rawType === 'CUSTOMER'
    ? { type: 'ORGANIZATION', rawType, externalId: customerId }
    : { type: 'UNKNOWN', rawType, externalId: text(members, 'orgUnitId') ?? '' };
}
