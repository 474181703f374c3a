import type { Listing } from '../../model/coverage.ts';
import type { Role } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { EnvironmentApi } from './environment-api.ts';
import type { UntieredRole } from './role.ts';
import { toRole, withTiers } from './role.ts';

/**
 * PingOne's own roles (`/roles`) and those that the operator defined (`/environments/{environmentId}/roles`). Without the
 * right to see the second, the first are answered as an incomplete list.
 */
export async function readRoles(api: EnvironmentApi, context: CallContext): Promise<Listing<Role>> {
  const directory = api.settings.key;
  const [platform, custom] = await Promise.all([
    api.list('/roles', {}, 'roles', context, (row) => toRole(row, directory, false)),
    customRoles(api, context),
  ]);
  const byId = new Map<string, UntieredRole>();
  for (const role of [...platform.rows, ...custom.rows])
    if (!byId.has(role.externalId)) byId.set(role.externalId, role);
  return { ...custom, rows: withTiers([...byId.values()]), observedAt: platform.observedAt };
}

async function customRoles(api: EnvironmentApi, context: CallContext): Promise<Listing<UntieredRole>> {
  const directory = api.settings.key;
  try {
    // Unless filtered, PingOne may list its own roles here too.
    const query = { filter: 'type eq "CUSTOM"' };
    return await api.list('roles', {}, 'roles', context, (row) => toRole(row, directory, true), { query });
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'FORBIDDEN') throw error;
    const message = `Custom roles are missing: ${error.message}`;
    return { rows: [], complete: false, reason: 'FORBIDDEN', message, observedAt: new Date() };
  }
}
