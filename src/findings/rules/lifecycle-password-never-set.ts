import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and, not, whether } from '../kleene.ts';
import { createdBefore, localPassword, usable } from '../predicates/account.ts';
import { hasPhishingResistantFactor } from '../predicates/factors.ts';
import { passwordIs } from '../predicates/password.ts';
import { defineRule } from '../rule.ts';

export const passwordNeverSet = defineRule<'USER'>({
  id: 'lifecycle::password_never_set',
  title: 'Local account without a password',
  description:
    'The directory checks the password of this account, but none was ever set, and there is no passkey either. Whoever completes the first reset owns the account.',
  family: 'LIFECYCLE',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5'], iso27001: ['5.17'] }),
  remedies: remedies('forcePasswordChange', 'deleteUser'),
  settings: ['passwordUnsetDays'],
  caveats: ['People who sign on without a password have none.'],
  scope: ({ user }) =>
    and(
      () => usable(user),
      () => localPassword(user),
    ),
  holds: (facts) =>
    and(
      () => createdBefore(facts, facts.directory.settings.passwordUnsetDays),
      () => not(hasPhishingResistantFactor(facts)),
      () => whether(facts.password, (password) => passwordIs(password, 'NO_PASSWORD')),
    ),
  evidence: ({ user, directory }) => [
    evidence('createdAt', user.createdAt),
    ...ageEvidence(user.createdAt, directory.asOf, directory.settings.passwordUnsetDays),
  ],
});
