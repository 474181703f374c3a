import { controls, remedies } from '../controls.ts';
import { evidence, masked } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { any, type Truth, undecided } from '../kleene.ts';
import type { User } from '../../model/user.ts';
import { usable } from '../predicates/account.ts';
import { mailKey } from '../predicates/contact.ts';
import { realSourceId } from '../predicates/source-id.ts';
import { defineRule } from '../rule.ts';

function twins({ sameEmail }: UserFacts): readonly User[] {
  return sameEmail.rows.filter((other) => usable(other) === true);
}

function hasTwin({ user, sameEmail }: UserFacts): Truth {
  if (user.email === null || mailKey(user.email) === null) return undecided('FIELD_NULL');
  return any(sameEmail, usable);
}

export const duplicateEmail = defineRule<'USER'>({
  id: 'identity::duplicate_email',
  title: 'Several usable accounts share one address',
  description:
    'Another account that can be used has the same mail address. Password resets and invitations reach whoever reads that mailbox, for both.',
  family: 'IDENTITY',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4', 'AC-2'], cis: ['5.1'], iso27001: ['5.16'] }),
  remedies: remedies('updateUser', 'suspendUser'),
  settings: [],
  caveats: ["Shared mailboxes; a person whose administrator's account uses the same address."],
  scope: ({ user }) => usable(user),
  holds: hasTwin,
  evidence: (facts) => [
    evidence('email', masked(facts.user.email ?? '')),
    evidence('otherAccounts', twins(facts).length),
    ...twins(facts)
      .slice(0, 5)
      .map(({ username, externalId }) => evidence('sharedWith', username ?? externalId)),
  ],
  // Two accounts of one person, such as an everyday and an administrator's one, may share a mailbox.
  severityOf: (facts) => {
    const id = realSourceId(facts.user.sourceId);
    return id !== null && twins(facts).every(({ sourceId }) => realSourceId(sourceId) === id)
      ? 'LOW'
      : 'MEDIUM';
  },
});
