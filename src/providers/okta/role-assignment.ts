import type { RoleAssignment } from '../../model/role.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectObject, expectObjects, expectText } from '../expect-members.ts';
import { type Members, object, objects, type Row, text } from '../rows.ts';

/** Sends the targets of a role along, which narrow it down to some groups or applications. */
export const WITH_TARGETS = { expand: 'targets/groups,targets/catalog/apps' } as const;

/**
 * A row of a principal's roles: the id is the assignment's, the role is named by `type`, or by `role` where it is CUSTOM.
 * @throws {UpstreamError} `BAD_RESPONSE` for a row that does not say which role is assigned.
 */
export function toRoleAssignment(
  row: Row,
  principal: RoleAssignment['principal'],
  organisation: string,
  origin: Origin,
): RoleAssignment {
  const assignment = row.members;
  const type = text(assignment, 'type');
  // Some roles of Okta's own are put together like custom ones, and have both.
  const roleId = type === 'CUSTOM' ? (text(assignment, 'role') ?? type) : type;
  if (roleId === null) throw badResponse(origin, 'has a role assignment that does not name its role');
  const givenBy = text(assignment, 'assignmentType');
  const throughGroup = principal.kind === 'USER' && givenBy === 'GROUP';
  return {
    directory: origin.directory,
    externalId: row.id,
    principal,
    roleId,
    scope: scopeOf(assignment, organisation),
    inheritedFromGroupId: throughGroup ? assigneeOf(assignment) : null,
    inherited: principal.kind !== 'USER' ? false : givenBy === null ? null : throughGroup,
    readOnly: false,
  };
}

/** The group that gives it is named by a link only: `/api/v1/groups/00g...`. */
function assigneeOf(assignment: Members): string | null {
  const href = text(object(object(assignment, '_links') ?? {}, 'assignee') ?? {}, 'href');
  return /\/api\/v1\/groups\/([A-Za-z0-9_-]+)$/.exec(href ?? '')?.[1] ?? null;
}

/**
 * What a role reaches: everything, unless it has targets or a set of resources. Our words know one target; several are one
 * assignment all the same, which only goes as a whole.
 */
function scopeOf(assignment: Members, organisation: string): RoleAssignment['scope'] {
  const resourceSet = text(assignment, 'resource-set');
  if (resourceSet !== null) return { type: 'UNKNOWN', rawType: 'RESOURCE_SET', externalId: resourceSet };
  const targets = object(object(assignment, '_embedded') ?? {}, 'targets') ?? {};
  const groups = idsOf(objects(targets, 'groups'));
  const apps = idsOf(objects(object(targets, 'catalog') ?? {}, 'apps'));
  const [target, ...others] = [...groups, ...apps];
  if (target === undefined)
    return { type: 'ORGANIZATION', rawType: 'ORGANIZATION', externalId: organisation };
  if (others.length > 0)
    return { type: 'UNKNOWN', rawType: 'TARGETS', externalId: [target, ...others].join(',') };
  const type = groups.length > 0 ? 'GROUP' : 'APPLICATION';
  return { type, rawType: type, externalId: target };
}

/** Applications of the catalogue may come without an id: then their name stands in. */
function idsOf(targets: readonly Members[]): readonly string[] {
  return targets.map((target) => text(target, 'id') ?? text(target, 'name') ?? '?');
}

/** `assignmentType` (API reference, "RoleAssignmentType"). */
const GIVEN_TO: ReadonlySet<string> = new Set(['USER', 'GROUP', 'CLIENT']);

/**
 * What decides how, and over what, a role is held: of another form, a group's role would be taken for the user's own, and one over some
 * groups for one over the organisation.
 * @throws {UpstreamError} `BAD_RESPONSE`
 */
export function checkRoleAssignment({ members }: Row, origin: Origin): void {
  for (const name of ['role', 'resource-set']) expectText(members, name, origin);
  if (!GIVEN_TO.has(text(members, 'assignmentType') ?? ''))
    throw badResponse(origin, 'has a role assignment that does not say whether a user or a group has it');
  const inside = (outer: Members, name: string): Members => {
    expectObject(outer, name, origin);
    return object(outer, name) ?? {};
  };
  const targets = inside(inside(members, '_embedded'), 'targets');
  expectObjects(targets, 'groups', origin);
  expectObjects(inside(targets, 'catalog'), 'apps', origin);
}
