import type { Role, RoleTier } from '../../model/role.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectFlag, expectObjects } from '../expect-members.ts';
import type { Row } from '../rows.ts';
import { flag, objects, text } from '../rows.ts';

export function toRole(row: Row, directory: string): Role {
  const role = row.members;
  const privileges = objects(role, 'rolePrivileges').flatMap(
    (privilege) => text(privilege, 'privilegeName') ?? [],
  );
  return {
    directory,
    externalId: row.id,
    name: text(role, 'roleName') ?? row.id,
    description: text(role, 'roleDescription'),
    custom: flag(role, 'isSystemRole') !== true,
    // Services of Google may name a privilege alike.
    permissions: [...new Set(privileges)].map((id) => ({ id, description: null })),
    applicableTo: [],
    canAssignRoleIds: [],
    tier: flag(role, 'isSuperAdminRole') === true ? 0 : tierOf(privileges),
  };
}

/**
 * By these it is told whose a role is, and what it may do: a privilege that cannot be read would make it a smaller one.
 * @throws {UpstreamError} `BAD_RESPONSE`
 */
export function checkRole({ members }: Row, origin: Origin): void {
  for (const name of ['isSystemRole', 'isSuperAdminRole']) expectFlag(members, name, origin);
  expectObjects(members, 'rolePrivileges', origin);
  if (objects(members, 'rolePrivileges').some((privilege) => text(privilege, 'privilegeName') === null))
    throw badResponse(origin, 'has a role with a privilege that does not say its privilegeName');
}

/** To write anything of users but to look at them, and to manage what guards accounts. */
const MANAGES_PEOPLE = /^(USERS_(?!RETRIEVE$)|USER_SECURITY|SECURITY_|ADMIN_SECURITY|PASSWORD)/;
/** Privileges that only look. */
const LOOKS = /_(RETRIEVE|READ|VIEW)$|^REPORTS_ACCESS$/;

/** Google publishes no ranking of its privileges: only what their names say surely is placed. */
function tierOf(privileges: readonly string[]): RoleTier | null {
  if (privileges.some((name) => MANAGES_PEOPLE.test(name))) return 1;
  return privileges.length > 0 && privileges.every((name) => LOOKS.test(name)) ? 2 : null;
}
