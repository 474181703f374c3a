import type { Listing } from '../../model/coverage.ts';
import type { Role } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { GoogleApis } from './google-apis.ts';
import { readAll, ROLES } from './lists.ts';
import { checkRole, toRole } from './role.ts';

/** Google's own roles and the customer's. */
export async function readRoles(
  { settings, readRoles: api }: GoogleApis,
  context: CallContext,
): Promise<Listing<Role>> {
  const { key, customerId } = settings;
  const list = { of: ROLES, template: '/customer/{customerId}/roles', ids: { customerId }, query: {} };
  const { rows, observedAt } = await readAll(api, list, context);
  const { origin } = api.target('GET', list.template, list.ids, context);
  for (const row of rows) checkRole(row, origin);
  return {
    rows: rows.map((row) => toRole(row, key)),
    complete: true,
    reason: null,
    message: null,
    observedAt,
  };
}
