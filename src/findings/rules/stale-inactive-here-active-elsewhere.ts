import { controls, remedies } from '../controls.ts';
import { ageEvidence, elsewhere, evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { lastUse, lastUsedBefore } from '../predicates/activity.ts';
import { hasWeakLink, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { counterpartSeenWithin } from '../predicates/person-activity.ts';
import { defineRule } from '../rule.ts';

export const inactiveHereActiveElsewhere = defineRule<'USER'>({
  id: 'stale::inactive_here_active_elsewhere',
  title: 'Account idle here, its person at work in the primary directory',
  description:
    'The person works with the primary directory every day and has not used this account for a long time. It is probably not needed.',
  family: 'STALE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-6(7)', 'AC-2(3)'], iso27001: ['5.18'], cis: ['5.3'] }),
  remedies: remedies('suspendUser'),
  settings: ['inactivityDays', 'activeElsewhereDays'],
  caveats: ['Accounts for disaster recovery are idle by design.'],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts),
      () => usable(facts.user),
    ),
  holds: (facts) =>
    and(
      () => lastUsedBefore(facts, facts.directory.settings.inactivityDays),
      () => counterpartSeenWithin(facts, facts.directory.settings.activeElsewhereDays),
    ),
  evidence: (facts) => {
    const { primaryMatch: match, directory } = facts;
    const there = match.kind === 'MATCHED' ? match.user : null;
    const seen = there?.lastSignOn.state === 'KNOWN' ? there.lastSignOn.value : null;
    return [
      evidence('lastSignOnAt', lastUse(facts)),
      ...ageEvidence(lastUse(facts), directory.asOf, directory.settings.inactivityDays),
      ...(there === null ? [] : [elsewhere(evidence('primaryLastSignOnAt', seen?.at ?? null), [there])]),
      ...matchEvidence(facts),
    ];
  },
  restsOnWeakLink: hasWeakLink,
});
