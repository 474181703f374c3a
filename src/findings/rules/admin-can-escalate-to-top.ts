import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, not } from '../kleene.ts';
import { isTopAdministrator, usableAdministrator } from '../predicates/administrator.ts';
import { canAssignTopRole, wayToTopRole } from '../predicates/escalation.ts';
import { defineRule } from '../rule.ts';

export const canEscalateToTop = defineRule<'USER'>({
  id: 'admin::can_escalate_to_top',
  title: 'Administrator can give itself a top role',
  description:
    'The account has no top role, but may assign roles that lead to one, at once or over several steps. Other ways up, such as resetting the password of somebody with more power, are not looked at.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(1)', 'AC-6(5)', 'AC-5'],
    iso27001: ['8.2'],
    attack: ['T1098.003', 'T1098.001'],
  }),
  remedies: remedies('removeRoleAssignment', 'updateRole'),
  settings: [],
  caveats: ['A step that somebody else has to approve is not known as such.'],
  scope: usableAdministrator,
  holds: (facts) =>
    and(
      () => not(isTopAdministrator(facts)),
      () => canAssignTopRole(facts),
    ),
  evidence: (facts) => [evidence('way', wayToTopRole(facts).join(' > '))],
});
