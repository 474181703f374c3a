import type { Evidence } from '../../model/finding.ts';
import type { Grant } from '../facts.ts';
import type { ListFact } from '../kleene.ts';
import { listEvidence } from './org-evidence.ts';

/** Whether the roles, as far as they are known, include one that can take over the directory. */
export function surelyTopRole(grants: ListFact<Grant>): boolean {
  return grants.rows.some((grant) => grant.tier === 0);
}

/** The administrators' roles by name and reach. */
export function adminRoleEvidence(grants: ListFact<Grant>): readonly Evidence[] {
  return listEvidence(
    'roles',
    grants.rows
      .filter((grant) => grant.tier !== null && grant.tier <= 1)
      .map((grant) => `${grant.roleName ?? grant.roleId} over ${grant.scopeType}`),
  );
}

/** Each role once, however many scopes it is held over. */
export function distinctRoles(grants: ListFact<Grant>): ListFact<Grant> {
  const byRole = new Map(grants.rows.map((grant) => [grant.roleId, grant]));
  return { rows: [...byRole.values()], complete: grants.complete, reason: grants.reason };
}
