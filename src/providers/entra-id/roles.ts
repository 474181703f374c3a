import type { Listing } from '../../model/coverage.ts';
import type { Role } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectObjects, expectText, expectTexts } from '../expect-members.ts';
import { flag, objects, type Row, text, texts } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';
import { tierOf } from './role-tiers.ts';

/** Every role of the tenant: Microsoft's own and those that the operator defined. */
export async function readRoles(api: GraphApi, context: CallContext): Promise<Listing<Role>> {
  return await api.list('/roleManagement/directory/roleDefinitions', {}, context, (row, _at, origin) => {
    checked(row, origin);
    return toRole(row, api.directory);
  });
}

/** By these it is told whose a role is, and what it may do: a part that cannot be read would make it a smaller one. */
function checked({ members }: Row, origin: Origin): void {
  if (flag(members, 'isBuiltIn') === null)
    throw badResponse(origin, 'has a role that does not say in isBuiltIn whose it is');
  expectText(members, 'templateId', origin);
  if (!Array.isArray(members['rolePermissions']))
    throw badResponse(origin, 'has a role without a list of rolePermissions');
  expectObjects(members, 'rolePermissions', origin);
  for (const part of objects(members, 'rolePermissions')) expectTexts(part, 'allowedResourceActions', origin);
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
