import { known, unknown, type Fact } from '../model/fact.ts';
import { byExternalId } from './by-external-id.ts';
import { factOf } from './fact-of.ts';
import type { DirectoryLoaders } from './loaders.ts';

/**
 * Whether a user holds a role of tier 0 or 1. One such role is enough, also of a partial list; "no" needs all assignments
 * and all their roles.
 */
export async function isAdministrator(userId: string, loaders: DirectoryLoaders): Promise<Fact<boolean>> {
  const [assignments, roles] = await Promise.all([
    factOf(loaders.userRoleAssignments.load(userId)),
    factOf(loaders.settings.roles()),
  ]);
  if (assignments.state === 'UNKNOWN') return assignments;
  const { rows, complete, reason } = assignments.value;
  if (rows.length === 0 && complete) return known(false, assignments.observedAt, 'DIRECT');
  if (roles.state === 'UNKNOWN') return roles;
  const byId = byExternalId(roles.value.rows);
  const held = rows.map((row) => byId.get(row.roleId)?.tier ?? null);
  if (held.some((tier) => tier === 0 || tier === 1)) return known(true, assignments.observedAt, 'DIRECT');
  if (!complete) return unknown(reason ?? 'PARTIAL');
  if (held.some((tier) => tier === null))
    return unknown('INVALID_VALUE', 'The user holds a role that is not listed.');
  return known(false, assignments.observedAt, 'DIRECT');
}
