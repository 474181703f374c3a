import { controls, remedies } from '../controls.ts';
import type { Grant, UserFacts } from '../facts.ts';
import { and, any, type Truth } from '../kleene.ts';
import { anyAdministrativeGrant, isAdministrator } from '../predicates/administrator.ts';
import { grantRows } from '../predicates/grant-evidence.ts';
import { containsScope } from '../predicates/scope.ts';
import { defineRule } from '../rule.ts';

/** Whether another grant of the same role already reaches everything that this one does. */
function contained(grant: Grant, { grants, directory }: UserFacts): Truth {
  return any(grants, (other) =>
    and(
      () => other !== grant && other.roleId === grant.roleId,
      () => containsScope(other, grant, directory),
    ),
  );
}

export const redundantRoleAssignment = defineRule<'USER'>({
  id: 'admin::redundant_role_assignment',
  title: 'Same role granted several times',
  description:
    'The user holds a role twice, with one reach inside the other. Taking one of them away looks like a revocation and changes nothing.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6(7)'], cis: ['6.8'] }),
  remedies: remedies('removeRoleAssignment'),
  settings: [],
  caveats: ['A role may be held twice while one way replaces the other.'],
  scope: isAdministrator,
  holds: (facts) => anyAdministrativeGrant(facts, (grant) => contained(grant, facts)),
  evidence: (facts) =>
    grantRows(facts.grants.rows.filter((grant) => grant.tier !== 2 && contained(grant, facts) === true)),
});
