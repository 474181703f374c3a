import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and, undecided } from '../kleene.ts';
import { createdBefore, usable } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

export const emailUnverified = defineRule<'USER'>({
  id: 'lifecycle::email_unverified',
  title: 'Address never verified',
  description:
    'The mail address of the account was never confirmed. It may be mistyped, or belong to somebody else who then receives the resets.',
  family: 'LIFECYCLE',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-12', 'IA-4'], iso27001: ['5.16'] }),
  remedies: remedies('resendVerification'),
  settings: ['verifyDays'],
  caveats: ['Addresses that a trusted source provides are never verified.'],
  scope: ({ user }) =>
    and(
      () => usable(user),
      () => user.email !== null,
    ),
  holds: (facts) =>
    and(
      () => (facts.user.emailVerified === null ? undecided('FIELD_NULL') : !facts.user.emailVerified),
      () => createdBefore(facts, facts.directory.settings.verifyDays),
    ),
  evidence: ({ user, directory }) => [
    evidence('createdAt', user.createdAt),
    ...ageEvidence(user.createdAt, directory.asOf, directory.settings.verifyDays),
  ],
});
