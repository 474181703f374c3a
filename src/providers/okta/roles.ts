import type { Listing } from '../../model/coverage.ts';
import type { Role } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { unknownReasonOf } from '../../upstream/unknown-reason.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { type Row, text } from '../rows.ts';
import type { OktaApi } from './okta-api.ts';
import { standardRoles, toCustomRole } from './role.ts';

/**
 * The standard roles, which are the same everywhere, and those that the operator put together (`/api/v1/iam/roles`). Where these
 * may not be seen, or the organisation does not know the address, the first are answered as an incomplete list.
 */
export async function readRoles(api: OktaApi, context: CallContext): Promise<Listing<Role>> {
  const standard = standardRoles(api.directory);
  try {
    const custom = await api.iamList('/api/v1/iam/roles', {}, 'roles', context, (row) => row);
    const placed = await Promise.all(custom.rows.map((row) => withPermissions(api, row, context)));
    return { ...custom, rows: [...standard, ...placed] };
  } catch (error) {
    if (!isHidden(error)) throw error;
    const message = `Custom roles are missing: ${error.message}`;
    const reason = unknownReasonOf(error);
    return { rows: standard, complete: false, reason, message, observedAt: new Date() };
  }
}

async function withPermissions(api: OktaApi, row: Row, context: CallContext): Promise<Role> {
  const { directory } = api;
  try {
    const template = '/api/v1/iam/roles/{roleId}/permissions';
    const { members, origin } = await api.read(template, { roleId: row.id }, context);
    const permissions = api.objectsOf(members['permissions'], origin);
    const labels = permissions.map((permission) => text(permission, 'label'));
    // One that does not say what it allows may allow anything.
    return toCustomRole(row, directory, labels.every((label) => label !== null) ? labels : null);
  } catch (error) {
    if (!isHidden(error)) throw error;
    return toCustomRole(row, directory, null);
  }
}

function isHidden(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND');
}
