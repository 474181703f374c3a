import { controls, remedies } from '../controls.ts';
import { evidence, masked } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, flag, not, type Truth } from '../kleene.ts';
import { ofCounterpart, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

function restsOnUnverifiedEmail({ primaryMatch: match, user }: UserFacts): Truth {
  return and(
    () => match.kind === 'MATCHED' && match.key === 'EMAIL',
    () => not(flag(user.emailVerified)),
  );
}

export const unverifiedEmailLink = defineRule<'USER'>({
  id: 'identity::unverified_email_link',
  title: 'Link rests only on an unverified address',
  description:
    'Nothing but a mail address ties this account to its person, and nobody has shown that the address is theirs. Whoever enters the address of another takes their place.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-12', 'IA-4'], attack: ['T1136.003'] }),
  remedies: remedies('updateUser', 'linkIdentity', 'resendVerification'),
  settings: [],
  caveats: ['An address that was provisioned from the primary directory is never verified here.'],
  // An address that another directory is the master of did not come from whoever uses the account.
  scope: (facts) => outsidePrimary(facts) && facts.user.managedElsewhere !== true,
  holds: (facts) => ofCounterpart(facts, () => restsOnUnverifiedEmail(facts), false),
  evidence: (facts) => [evidence('email', masked(facts.user.email ?? '')), ...matchEvidence(facts)],
});
