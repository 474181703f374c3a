import type { Listing } from '../../model/coverage.ts';
import type { Gateway, GatewayCredential } from '../../model/gateway.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { Row } from '../rows.ts';
import { flag, instant, text } from '../rows.ts';
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

const securities: ReadonlyMap<string, Gateway['connectionSecurity']> = new Map([
  ['NONE', 'NONE'],
  ['TLS', 'TLS'],
  ['STARTTLS', 'START_TLS'],
]);

/**
 * A row of `gateways`. Of an LDAP gateway that does not say how it connects, PingOne documents that it does so without TLS, and of one
 * that does not say whether it validates certificates, that it does. Its bind password stays behind.
 */
export function toGateway(row: Row): Gateway {
  const { members } = row;
  const type = text(members, 'type');
  const isLdap = type === 'LDAP';
  const security = text(members, 'connectionSecurity') ?? (isLdap ? 'NONE' : null);
  return {
    externalId: row.id,
    name: text(members, 'name'),
    type,
    enabled: flag(members, 'enabled'),
    connectionSecurity: security === null ? null : (securities.get(security.toUpperCase()) ?? 'UNKNOWN'),
    validatesCertificates: flag(members, 'validateTlsCertificates') ?? (isLdap ? true : null),
  };
}

/** A row of a gateway's credentials. The credential itself is only in the answer that makes it, and would stay behind, too. */
export function toGatewayCredential(row: Row): GatewayCredential {
  return {
    externalId: row.id,
    createdAt: instant(row.members, 'createdAt'),
    lastUsedAt: instant(row.members, 'lastUsedAt'),
  };
}
