import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and, not } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { lastUse, lastUsedBefore, neverUsed } from '../predicates/activity.ts';
import { defineRule } from '../rule.ts';

/** From here on nobody can call it a long holiday. */
const LONG_DAYS = 180;

export const userInactive = defineRule<'USER'>({
  id: 'stale::user_inactive',
  title: 'User has not signed in for a long time',
  description:
    'The account can be used but nobody has signed on with it for a long time. Accounts that nobody misses are taken over unnoticed.',
  family: 'STALE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2(3)(d)'],
    cis: ['5.3'],
    iso27001: ['5.18'],
    stigOkta: ['OKTA-APP-000090'],
    attack: ['T1078'],
  }),
  remedies: remedies('suspendUser'),
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => not(neverUsed(facts)),
    ),
  holds: (facts) => lastUsedBefore(facts, facts.directory.settings.inactivityDays),
  evidence: (facts) => [
    evidence('lastSignOnAt', lastUse(facts)),
    ...ageEvidence(lastUse(facts), facts.directory.asOf, facts.directory.settings.inactivityDays),
  ],
  severityOf: (facts) => (lastUsedBefore(facts, LONG_DAYS) === true ? 'HIGH' : 'MEDIUM'),
});
