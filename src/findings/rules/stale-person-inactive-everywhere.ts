import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { idleFor, idleSince } from '../predicates/activity.ts';
import { speaksForPerson } from '../predicates/person-accounts.ts';
import { idleElsewhere, idleElsewhereRows } from '../predicates/person-activity.ts';
import { defineRule } from '../rule.ts';

export const personInactiveEverywhere = defineRule<'USER'>({
  id: 'stale::person_inactive_everywhere',
  title: 'Person inactive in every directory',
  description:
    'The person can use accounts in several directories and has used none of them for a long time. They are probably not there any more.',
  family: 'STALE',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)'], cis: ['5.3'], iso27001: ['5.18'] }),
  remedies: remedies('suspendUser', 'offboardIdentity'),
  settings: ['inactivityDays'],
  caveats: ['A directory that does not note sign-ons through others makes somebody look idle.'],
  // It is told once for each person, of the account that they have in the primary directory.
  scope: (facts) =>
    and(
      () => facts.directory.isPrimary,
      () => usable(facts.user),
      () => speaksForPerson(facts),
    ),
  holds: (facts) => {
    const days = facts.directory.settings.inactivityDays;
    return and(
      () => idleFor(facts, days),
      () => idleElsewhere(facts, days),
    );
  },
  evidence: (facts) => [
    evidence('idleSince', idleSince(facts)),
    ...ageEvidence(idleSince(facts), facts.directory.asOf, facts.directory.settings.inactivityDays),
    ...idleElsewhereRows(facts),
  ],
});
