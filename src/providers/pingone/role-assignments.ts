import type { RoleAssignment, ScopeType } from '../../model/role.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse } from '../bad-response.ts';
import type { Members, Row } from '../rows.ts';
import { flag, object, reference, text } from '../rows.ts';
import { expectShape, type Shape } from './shape.ts';

const SCOPES: ReadonlyMap<string, ScopeType> = new Map([
  ['ORGANIZATION', 'ORGANIZATION'],
  ['ENVIRONMENT', 'ENVIRONMENT'],
  ['POPULATION', 'POPULATION'],
  ['APPLICATION', 'APPLICATION'],
  ['GROUP', 'GROUP'],
]);

/** A group in the row is the sign of what is inherited; two assignments of unknown reach would seem to be the same. */
const assignmentShape: Shape = {
  always: ['scope'],
  texts: ['type'],
  references: ['scope', 'group'],
  parts: { scope: { always: ['type'], texts: ['type'] } },
};

/**
 * A row of `roleAssignments` of a user, group or application.
 * @throws {UpstreamError} `BAD_RESPONSE` for a row that does not say which role is assigned, over what, or by which group.
 */
export function toRoleAssignment(
  row: Row,
  principal: RoleAssignment['principal'],
  origin: Origin,
): RoleAssignment {
  const roleId = reference(row.members, 'role');
  if (roleId === null) throw badResponse(origin, 'has a role assignment that does not name its role');
  expectShape(row.members, assignmentShape, origin);
  const scope = object(row.members, 'scope') ?? {};
  const rawType = text(scope, 'type') ?? '';
  const groupId = reference(row.members, 'group');
  // On a group's own list `group` is the principal itself, not where it comes from.
  const givenBy = groupId === principal.externalId ? null : groupId;
  return {
    directory: origin.directory,
    externalId: row.id,
    principal,
    roleId,
    scope: { type: SCOPES.get(rawType) ?? 'UNKNOWN', rawType, externalId: text(scope, 'id') ?? '' },
    inheritedFromGroupId: givenBy,
    inherited: isInherited(row.members, givenBy),
    readOnly: flag(row.members, 'readOnly') ?? false,
  };
}

/**
 * PingOne lists inherited assignments among a user's own. Its pages tell them apart by DIRECT and INDIRECT without naming the
 * member surely; a group in the row is the safer sign. Neither: the principal's own, as PingOne answers where nothing is
 * inherited. Only signs that contradict each other leave it unknown.
 */
function isInherited(assignment: Members, givenBy: string | null): boolean | null {
  const type = text(assignment, 'type');
  if (type === 'INDIRECT') return true;
  if (type === 'DIRECT' && givenBy !== null) return null;
  return givenBy !== null;
}
