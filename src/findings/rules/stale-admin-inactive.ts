import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { idleFor, idleSince, lastUse } from '../predicates/activity.ts';
import { isTopAdministrator, usableEverydayAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const adminInactive = defineRule<'USER'>({
  id: 'stale::admin_inactive',
  title: 'Administrator has not signed in recently',
  description: 'An administrator has not signed on for some time. Power that is not used should not be held.',
  family: 'STALE',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-2(3)', 'AC-6(7)'],
    cis: ['5.3', '5.4'],
    iso27001: ['8.2'],
    zeroTrust: ['21854'],
    maester: ['MT.1029'],
  }),
  remedies: remedies('removeRoleAssignment', 'suspendUser'),
  settings: ['adminInactivityDays', 'longAdminInactivityDays', 'breakGlass'],
  caveats: ['Emergency accounts are idle by design: list them in `breakGlass`.'],
  scope: usableEverydayAdministrator,
  holds: (facts) => idleFor(facts, facts.directory.settings.adminInactivityDays),
  evidence: (facts) => [
    evidence('lastSignOnAt', lastUse(facts)),
    ...ageEvidence(idleSince(facts), facts.directory.asOf, facts.directory.settings.adminInactivityDays),
  ],
  severityOf: (facts) =>
    severityIf(
      and(
        () => isTopAdministrator(facts),
        () => idleFor(facts, facts.directory.settings.longAdminInactivityDays),
      ),
      'CRITICAL',
      'HIGH',
    ),
});
