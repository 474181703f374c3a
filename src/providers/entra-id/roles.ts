import type { Listing } from '../../model/coverage.ts';
import type { Role } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { flag, objects, type Row, text, texts } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';
import { tierOf } from './role-tiers.ts';

/** Every role of the tenant: Microsoft's own and those that the operator defined. */
export async function readRoles(api: GraphApi, context: CallContext): Promise<Listing<Role>> {
  return await api.list('/roleManagement/directory/roleDefinitions', {}, context, (row) =>
    toRole(row, api.directory),
  );
}

/** How a role definition becomes a `Role`. Only `isBuiltIn: true` is Microsoft's own. */
export function toRole(row: Row, directory: string): Role {
  const role = row.members;
  const custom = flag(role, 'isBuiltIn') !== true;
  const actions = objects(role, 'rolePermissions').flatMap((part) => texts(part, 'allowedResourceActions'));
  return {
    directory,
    externalId: row.id,
    name: text(role, 'displayName') ?? row.id,
    description: text(role, 'description'),
    custom,
    permissions: actions.map((id) => ({ id, description: null })),
    applicableTo: [],
    canAssignRoleIds: [],
    tier: tierOf({ templateId: text(role, 'templateId') ?? row.id, custom }, actions),
  };
}
