import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and, not } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { lastUse, lastUsedBefore, neverUsed } from '../predicates/activity.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const userInactive = defineRule<'USER'>({
  id: 'stale::user_inactive',
  title: 'User has not signed in for a long time',
  description:
    'The account can be used but nobody has signed on with it for a long time. Accounts that nobody misses are taken over unnoticed.',
  family: 'STALE',
  set: 'CORE',
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
  settings: ['inactivityDays', 'longInactivityDays'],
  caveats: [
    'Who signs on elsewhere (PingFederate, PingID alone, an LDAP bind) never renews the last sign-on.',
    'People on long leave and seasonal staff look the same.',
  ],
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
  severityOf: (facts) =>
    severityIf(lastUsedBefore(facts, facts.directory.settings.longInactivityDays), 'HIGH', 'MEDIUM'),
});
