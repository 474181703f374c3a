import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { toRoleAssignment } from './role-assignments.ts';

/** Roles that the environment's gateways hold: one call for the gateways and one for each of them. */
export async function readGatewayRoleAssignments(
  api: EnvironmentApi,
  context: CallContext,
): Promise<Listing<RoleAssignment>> {
  const gateways = await api.list('gateways', {}, 'gateways', context, (row) => row.id);
  const held = await Promise.all(
    gateways.rows.map(async (gatewayId) =>
      api.list(
        'gateways/{gatewayId}/roleAssignments',
        { gatewayId },
        'roleAssignments',
        context,
        (row, _, origin) => toRoleAssignment(row, { kind: 'GATEWAY', externalId: gatewayId }, origin),
      ),
    ),
  );
  return { ...gateways, rows: held.flatMap((listing) => listing.rows) };
}
