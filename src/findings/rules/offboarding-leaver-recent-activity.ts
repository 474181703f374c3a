import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, undecided } from '../kleene.ts';
import { lastUse, lastUsedAfter } from '../predicates/activity.ts';
import { hasWeakLink, leaver, ofWhoever, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';
import { HOUR_MS, realInstant } from '../time.ts';

export const leaverRecentActivity = defineRule<'USER'>({
  id: 'offboarding::leaver_recent_activity',
  title: 'Leaver has signed in after being offboarded',
  description:
    'Somebody signed on with this account after its person was switched off in the primary directory. That is use of an account by somebody who has left, or by whoever has their credentials.',
  family: 'OFFBOARDING',
  set: 'CORE',
  subject: 'USER',
  severity: 'CRITICAL',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2(3)', 'AC-2(12)', 'PS-4'],
    cis: ['6.2'],
    iso27001: ['5.18'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('revokeUserSessions', 'suspendUser'),
  settings: ['leaverActivityGraceHours'],
  caveats: [
    'Clocks differ; the grace covers that.',
    'A machine may go on using the credential of somebody who left.',
  ],
  scope: outsidePrimary,
  holds: (facts) =>
    and(
      () => leaver(facts),
      () =>
        ofWhoever(facts, ({ stateChangedAt }) => {
          const left = realInstant(stateChangedAt);
          if (left === null) return undecided('FIELD_NULL');
          const graceMs = facts.directory.settings.leaverActivityGraceHours * HOUR_MS;
          return lastUsedAfter(facts, new Date(left.getTime() + graceMs));
        }),
    ),
  evidence: (facts) => [
    evidence('lastSignOnAt', lastUse(facts)),
    evidence('graceHours', facts.directory.settings.leaverActivityGraceHours),
    ...matchEvidence(facts),
  ],
  restsOnWeakLink: hasWeakLink,
});
