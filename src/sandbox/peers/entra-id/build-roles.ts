import type { Random } from '../../generate/prng.ts';
import type { PeerPerson } from '../people.ts';
import { ROLE_GROUP } from './build-groups.ts';
import type { GraphGroup, GraphObject, RoleAssignmentRow } from './tenant.ts';

export type RoleDefinition = GraphObject;

/** Template ids of Microsoft's own roles are the same in every tenant. */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
export const HELPDESK_ADMINISTRATOR = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
export const GLOBAL_READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const USER_ADMINISTRATOR = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

export function buildRoles(
  people: readonly PeerPerson[],
  idOf: (person: PeerPerson) => string,
  groups: ReadonlyMap<string, GraphGroup>,
  random: Random,
): { roleDefinitions: readonly RoleDefinition[]; roleAssignments: Map<string, RoleAssignmentRow> } {
  const custom = random.uuid();
  const roleDefinitions = [
    role(GLOBAL_ADMINISTRATOR, 'Global Administrator', ['microsoft.directory/users/allProperties/allTasks']),
    role(USER_ADMINISTRATOR, 'User Administrator', ['microsoft.directory/users/create']),
    role(HELPDESK_ADMINISTRATOR, 'Helpdesk Administrator', ['microsoft.directory/users/password/update']),
    role(GLOBAL_READER, 'Global Reader', ['microsoft.directory/users/standard/read']),
    { ...role(custom, 'Badge office', ['microsoft.directory/users/photo/update']), isBuiltIn: false },
  ];
  const roleAssignments = new Map<string, RoleAssignmentRow>();
  const assign = (principalId: string, roleDefinitionId: string, directoryScopeId = '/'): void => {
    const id = `${random.hex(4)}-1`;
    roleAssignments.set(id, { id, principalId, roleDefinitionId, directoryScopeId });
  };
  for (const person of people) {
    if (person.role === 'TOP') assign(idOf(person), GLOBAL_ADMINISTRATOR);
    if (person.role === 'READ') assign(idOf(person), GLOBAL_READER, `/administrativeUnits/${random.uuid()}`);
  }
  const holder = [...groups.values()].find(({ row }) => row['displayName'] === ROLE_GROUP);
  if (holder !== undefined) assign(holder.row.id, HELPDESK_ADMINISTRATOR);
  return { roleDefinitions, roleAssignments };
}

function role(id: string, displayName: string, actions: readonly string[]): RoleDefinition {
  return {
    id,
    templateId: id,
    displayName,
    description: `${displayName}.`,
    isBuiltIn: true,
    isEnabled: true,
    rolePermissions: [{ allowedResourceActions: actions, condition: null }],
  };
}
