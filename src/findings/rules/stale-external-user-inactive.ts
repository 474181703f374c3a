import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { idleFor, idleSince } from '../predicates/activity.ts';
import { external } from '../predicates/affiliation.ts';
import { defineRule } from '../rule.ts';

export const externalUserInactive = defineRule<'USER'>({
  id: 'stale::external_user_inactive',
  title: 'External user inactive',
  description:
    'Somebody from outside the organisation has an account that nobody used for a long time. Nobody here would notice that they left their company.',
  family: 'STALE',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2(3)', 'PS-7', 'IA-8'],
    iso27001: ['5.18'],
    zeroTrust: ['21858'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('suspendUser'),
  settings: ['guestInactivityDays', 'organizationDomains'],
  caveats: ['Partners may need their access once a year.'],
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => external(facts),
    ),
  holds: (facts) => idleFor(facts, facts.directory.settings.guestInactivityDays),
  evidence: (facts) => [
    evidence('idleSince', idleSince(facts)),
    ...ageEvidence(idleSince(facts), facts.directory.asOf, facts.directory.settings.guestInactivityDays),
  ],
});
