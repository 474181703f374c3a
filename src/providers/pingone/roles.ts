import type { Listing } from '../../model/coverage.ts';
import type { Role } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from '../bad-response.ts';
import type { Row } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import type { UntieredRole } from './role.ts';
import { toRole, withTiers } from './role.ts';
import { roleShape } from './setting-shapes.ts';
import { expectShape } from './shape.ts';

/**
 * PingOne's own roles (`/roles`) and those that the operator defined (`/environments/{environmentId}/roles`). Without the
 * right to see the second, the first are answered as an incomplete list.
 */
export async function readRoles(api: EnvironmentApi, context: CallContext): Promise<Listing<Role>> {
  const directory = api.settings.key;
  const [platform, custom] = await Promise.all([
    api.list('/roles', {}, 'roles', context, (row, _, origin) => roleOf(row, directory, false, origin)),
    customRoles(api, context),
  ]);
  const byId = new Map<string, UntieredRole>();
  for (const role of [...platform.rows, ...custom.rows])
    if (!byId.has(role.externalId)) byId.set(role.externalId, role);
  return { ...custom, rows: withTiers([...byId.values()]), observedAt: platform.observedAt };
}

/** A role whose name or permissions cannot be read could not be placed. */
function roleOf(row: Row, directory: string, custom: boolean, origin: Origin): UntieredRole {
  expectShape(row.members, roleShape, origin);
  return toRole(row, directory, custom);
}

async function customRoles(api: EnvironmentApi, context: CallContext): Promise<Listing<UntieredRole>> {
  const directory = api.settings.key;
  try {
    // Unless filtered, PingOne may list its own roles here too.
    const query = { filter: 'type eq "CUSTOM"' };
    const toModel = (row: Row, _: Date, origin: Origin) => roleOf(row, directory, true, origin);
    return await api.list('roles', {}, 'roles', context, toModel, { query });
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'FORBIDDEN') throw error;
    const message = `Custom roles are missing: ${error.message}`;
    return { rows: [], complete: false, reason: 'FORBIDDEN', message, observedAt: new Date() };
  }
}
