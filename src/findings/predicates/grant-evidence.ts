import type { Evidence } from '../../model/finding.ts';
import { evidence } from '../evidence.ts';
import type { Grant, UserFacts } from '../facts.ts';

/** One role with its reach and the way it comes: `Environment Admin on ENVIRONMENT via Operators > Administrators`. */
export function describeGrant({ roleName, roleId, scopeType, path, pathNames }: Grant): string {
  const way = path.length === 0 ? '' : ` via ${(pathNames ?? path).join(' > ')}`;
  return `${roleName ?? roleId} on ${scopeType}${way}`;
}

/** How many grants evidence lists before it only counts. */
const SHOWN = 5;

export function grantRows(grants: readonly Grant[]): readonly Evidence[] {
  const rows = grants.slice(0, SHOWN).map((grant) => evidence('role', describeGrant(grant)));
  return grants.length > SHOWN ? [...rows, evidence('moreRoles', grants.length - SHOWN)] : rows;
}

/** The roles that make somebody an administrator. */
export function administrativeGrantRows({ grants }: UserFacts): readonly Evidence[] {
  return grantRows(grants.rows.filter(({ tier }) => tier === 0 || tier === 1));
}
