import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { createdBefore, usable } from '../predicates/account.ts';
import { neverUsed } from '../predicates/activity.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const userNeverSignedIn = defineRule<'USER'>({
  id: 'stale::user_never_signed_in',
  title: 'Account never used',
  description:
    'The account was made some time ago and nobody has ever signed on with it. It still has its first password or invitation, which somebody else may use.',
  family: 'STALE',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)', 'AC-2'], cis: ['5.3', '5.1'], iso27001: ['5.18'] }),
  remedies: remedies('suspendUser', 'deleteUser'),
  settings: ['neverDays', 'longNeverDays'],
  caveats: [
    'Accounts are made ahead for people who have not begun, imported, or belong to machines that never sign on as people do.',
  ],
  scope: ({ user }) => usable(user),
  holds: (facts) =>
    and(
      () => neverUsed(facts),
      () => createdBefore(facts, facts.directory.settings.neverDays),
    ),
  evidence: ({ user, directory }) => [
    evidence('createdAt', user.createdAt),
    ...ageEvidence(user.createdAt, directory.asOf, directory.settings.neverDays),
  ],
  severityOf: (facts) =>
    severityIf(createdBefore(facts, facts.directory.settings.longNeverDays), 'MEDIUM', 'LOW'),
});
