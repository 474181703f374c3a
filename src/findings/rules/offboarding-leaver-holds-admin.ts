import { controls, remedies } from '../controls.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { hasWeakLink, leaver, outsidePrimary } from '../predicates/counterpart.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

export const leaverHoldsAdmin = defineRule<'USER'>({
  id: 'offboarding::leaver_holds_admin',
  title: 'Leaver still usable here and holds an administrator role',
  description:
    'The person is switched off in the primary directory, yet this account can still be used and holds roles of an administrator. Somebody who has left can change the directory.',
  family: 'OFFBOARDING',
  set: 'CORE',
  subject: 'USER',
  severity: 'CRITICAL',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-2(3)', 'AC-6(5)', 'PS-4'],
    cis: ['6.2', '5.4'],
    iso27001: ['8.2', '5.18'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('suspendUser', 'removeRoleAssignment', 'removeUserFromGroup'),
  settings: [],
  caveats: ['An emergency account that is tied to somebody who left is a true finding, too.'],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts),
      () => usable(facts.user),
    ),
  holds: (facts) =>
    and(
      () => leaver(facts),
      () => isAdministrator(facts),
    ),
  evidence: (facts) => [...administrativeGrantRows(facts), ...matchEvidence(facts)],
  restsOnWeakLink: hasWeakLink,
});
