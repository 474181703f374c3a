import { controls, remedies } from '../controls.ts';
import { and, not } from '../kleene.ts';
import { anyAdministrativeGrant, isAdministrator } from '../predicates/administrator.ts';
import { grantRows } from '../predicates/grant-evidence.ts';
import { isBreakGlass } from '../predicates/lists.ts';
import { defineRule } from '../rule.ts';

export const directRoleAssignment = defineRule<'USER'>({
  id: 'admin::direct_role_assignment',
  title: 'Administrator role assigned to a person directly',
  description:
    'The user holds an administrator role without a group. Only where the operator wants roles to come through groups, so that one review of a group covers all.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['6.8'] }),
  remedies: remedies('removeRoleAssignment'),
  settings: ['breakGlass', 'roleAssignmentModel'],
  caveats: ['Many directories grant roles directly: it is only asked where `roleAssignmentModel` is GROUP.'],
  scope: (facts) =>
    and(
      () => facts.directory.settings.roleAssignmentModel === 'GROUP',
      () => not(isBreakGlass(facts)),
      () => isAdministrator(facts),
    ),
  holds: (facts) => anyAdministrativeGrant(facts, ({ path }) => path.length === 0),
  evidence: ({ grants }) =>
    grantRows(grants.rows.filter(({ path, tier }) => path.length === 0 && tier !== 2)),
});
