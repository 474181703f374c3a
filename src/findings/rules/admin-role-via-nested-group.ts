import { controls, remedies } from '../controls.ts';
import type { Grant, UserFacts } from '../facts.ts';
import { and, any, findingReason, not, type Truth, undecided } from '../kleene.ts';
import { anyAdministrativeGrant, isAdministrator } from '../predicates/administrator.ts';
import { grantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';

function deep({ path, pathUnknown }: Grant): Truth {
  return pathUnknown === undefined ? path.length >= 2 : undecided(findingReason(pathUnknown));
}

/** Whether the same role with the same reach is also held directly, or through a group that the user is in. */
function alsoShallow(grant: Grant, { grants }: UserFacts): Truth {
  return any(grants, (other) =>
    and(
      () =>
        other.roleId === grant.roleId &&
        other.scopeType === grant.scopeType &&
        other.scopeId === grant.scopeId,
      () => not(deep(other)),
    ),
  );
}

export const roleViaNestedGroup = defineRule<'USER'>({
  id: 'admin::role_via_nested_group',
  title: 'Administrator role comes through nested groups',
  description:
    'The user is an administrator because a group is a member of another group that is one. Who manages the inner group may not know what it gives.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6', 'AC-6(7)'],
    cis: ['6.8'],
    iso27001: ['8.2'],
    zeroTrust: ['21882'],
    attack: ['T1098.003'],
  }),
  remedies: remedies('unnestGroup', 'removeUserFromGroup'),
  settings: [],
  caveats: ['Groups of groups may be built on purpose.'],
  scope: isAdministrator,
  holds: (facts) =>
    anyAdministrativeGrant(facts, (grant) =>
      and(
        () => deep(grant),
        () => not(alsoShallow(grant, facts)),
      ),
    ),
  evidence: (facts) =>
    grantRows(
      facts.grants.rows.filter(
        (grant) => grant.tier !== 2 && deep(grant) === true && alsoShallow(grant, facts) === false,
      ),
    ),
});
