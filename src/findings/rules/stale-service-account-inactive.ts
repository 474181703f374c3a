import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { kindOf, nonHuman, usable } from '../predicates/account.ts';
import { idleFor, idleSince } from '../predicates/activity.ts';
import { defineRule } from '../rule.ts';

export const serviceAccountInactive = defineRule<'USER'>({
  id: 'stale::service_account_inactive',
  title: "Machine's account unused",
  description:
    'An account that belongs to a machine shows no sign-on for a long time. Use without a sign-on is not recorded, so ask its owner before you switch it off.',
  family: 'STALE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)'], cis: ['5.5'], iso27001: ['5.16'], owaspNhi: ['NHI1'] }),
  remedies: remedies('suspendUser'),
  settings: ['serviceInactivityDays', 'serviceAccountPatterns'],
  caveats: [
    'Use without an interactive sign-on is not recorded: ask the owner, and never suspend by this alone.',
  ],
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => nonHuman(facts),
      () => kindOf(facts) !== 'SHARED',
    ),
  holds: (facts) => idleFor(facts, facts.directory.settings.serviceInactivityDays),
  evidence: (facts) => [
    evidence('idleSince', idleSince(facts)),
    ...ageEvidence(idleSince(facts), facts.directory.asOf, facts.directory.settings.serviceInactivityDays),
  ],
});
