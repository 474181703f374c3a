import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { changedBefore, hasWeakLink, leaver, ofWhoever, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

export const offboardedUserActive = defineRule<'USER'>({
  id: 'ping_identity::offboarded_user_active',
  title: 'Leaver still usable here',
  description:
    'The person is switched off in the primary directory, yet this account can still be used. Somebody who has left keeps their way in.',
  family: 'OFFBOARDING',
  set: 'SEED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2(3)', 'PS-4', 'PS-4(2)'],
    cis: ['5.3', '6.2'],
    iso27001: ['5.18'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('suspendUser', 'revokeUserSessions'),
  settings: ['leaverGraceHours'],
  caveats: [
    'Somebody on leave may be switched off in the primary directory and wanted here.',
    'A person who came back has a second primary account: one in use is enough.',
    'Shared mailboxes may be switched off there by design.',
  ],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts),
      () => usable(facts.user),
    ),
  holds: (facts) => {
    const { asOf, settings } = facts.directory;
    return and(
      () => leaver(facts),
      () => ofWhoever(facts, (person) => changedBefore(person, settings.leaverGraceHours, asOf)),
    );
  },
  evidence: (facts) => [evidence('status', facts.user.status), ...matchEvidence(facts)],
  restsOnWeakLink: hasWeakLink,
});
