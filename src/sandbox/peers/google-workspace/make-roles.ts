import type { PeerPerson, PeerRole } from '../people.ts';
import type { GoogleIds } from './make-ids.ts';
import type { GoogleAssignment, GoogleGroup, GoogleRole, GoogleState, GoogleUser } from './state.ts';

const SERVICE = '00haapch16h1ysv';

interface Plan {
  readonly name: string;
  readonly description: string;
  readonly system: boolean;
  readonly privileges: readonly string[];
  readonly of?: PeerRole;
}

const PLANS: readonly Plan[] = [
  { name: '_SEED_ADMIN_ROLE', description: 'Super Admin', system: true, privileges: [], of: 'TOP' },
  {
    name: '_USER_MANAGEMENT_ADMIN_ROLE',
    description: 'User Management Administrator',
    system: true,
    privileges: ['ORGANIZATION_UNITS_RETRIEVE', 'USERS_ALL', 'USER_SECURITY_ALL'],
    of: 'USERS',
  },
  {
    name: '_HELP_DESK_ADMIN_ROLE',
    description: 'Help Desk Administrator',
    system: true,
    privileges: ['USERS_RETRIEVE', 'USERS_RESET_PASSWORD'],
  },
  {
    name: '_GROUPS_ADMIN_ROLE',
    description: 'Groups Administrator',
    system: true,
    privileges: ['GROUPS_ALL'],
  },
  {
    name: 'Directory readers',
    description: 'May look at people and groups',
    system: false,
    privileges: ['USERS_RETRIEVE', 'GROUPS_RETRIEVE'],
    of: 'READ',
  },
];

/** Roles, who has them, and one that a group gives to all who are in it. */
export function makeRoles(
  people: readonly PeerPerson[],
  users: ReadonlyMap<string, GoogleUser>,
  groups: ReadonlyMap<string, GoogleGroup>,
  ids: GoogleIds,
): Pick<GoogleState, 'roles' | 'assignments'> {
  const roles = new Map<string, GoogleRole>();
  const assignments = new Map<string, GoogleAssignment>();
  const assign = (
    roleId: string,
    assignedTo: string,
    assigneeType: 'user' | 'group',
    scope: object = { scopeType: 'CUSTOMER' },
  ): void => {
    const roleAssignmentId = ids.role();
    const kind = 'admin#directory#roleAssignment';
    assignments.set(roleAssignmentId, { kind, roleAssignmentId, roleId, assignedTo, assigneeType, ...scope });
  };
  for (const { name, description, system, privileges, of } of PLANS) {
    const roleId = ids.role();
    roles.set(roleId, {
      kind: 'admin#directory#role',
      roleId,
      roleName: name,
      roleDescription: description,
      rolePrivileges: privileges.map((privilegeName) => ({ privilegeName, serviceId: SERVICE })),
      isSystemRole: system,
      isSuperAdminRole: name === '_SEED_ADMIN_ROLE',
    });
    for (const person of people) {
      const user = users.get(person.personId);
      if (of === undefined || person.role !== of || user === undefined || user.deletionTime !== undefined)
        continue;
      const scope = of === 'READ' ? { scopeType: 'ORG_UNIT', orgUnitId: '03ph8a2z1' } : undefined;
      assign(roleId, user.id, 'user', scope);
    }
    const onCall = [...groups.values()].find((group) => group.name === 'On call');
    if (name === '_HELP_DESK_ADMIN_ROLE' && onCall !== undefined) assign(roleId, onCall.id, 'group');
  }
  return { roles, assignments };
}
