import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { undecided } from '../kleene.ts';
import { createdBefore } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const pendingActivation = defineRule<'USER'>({
  id: 'lifecycle::pending_activation',
  title: 'Activation pending too long',
  description:
    'The account was made some time ago and its owner never confirmed it. The invitation may lie in a mailbox that somebody else reads.',
  family: 'LIFECYCLE',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['5.1'], iso27001: ['5.16'] }),
  remedies: remedies('resendVerification', 'deleteUser'),
  settings: ['pendingDays'],
  caveats: ['Accounts are made ahead for people who have not begun.'],
  scope: ({ user }) => (user.status === 'UNKNOWN' ? undecided('INVALID_VALUE') : user.status === 'PENDING'),
  holds: (facts) => createdBefore(facts, facts.directory.settings.pendingDays),
  evidence: ({ user, directory }) => [
    evidence('createdAt', user.createdAt),
    ...ageEvidence(user.createdAt, directory.asOf, directory.settings.pendingDays),
  ],
  severityOf: (facts) => severityIf(isAdministrator(facts), 'MEDIUM', 'LOW'),
});
