import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, any, not, type Truth, undecided } from '../kleene.ts';
import { kindOf, namePatterns, usable } from '../predicates/account.ts';
import { isTopAdministrator } from '../predicates/administrator.ts';
import { outsidePrimary } from '../predicates/counterpart.ts';
import { isBreakGlass } from '../predicates/lists.ts';
import { defineRule } from '../rule.ts';

/** Whose account it is: without that, a second account of the same person may be anywhere. */
function isPersonKnown(facts: UserFacts): Truth {
  if (!outsidePrimary(facts)) return true;
  const { primaryMatch: match } = facts;
  if (match.kind === 'UNKNOWN') return undecided(match.reason);
  return match.kind === 'MATCHED' ? true : undecided('AMBIGUOUS_MATCH');
}

function isNamedForAdministration({ user, directory }: UserFacts): Truth {
  const { username } = user;
  if (username === null) return undecided('FIELD_NULL');
  return namePatterns(directory.settings.adminAccountPatterns).some((pattern) => pattern.test(username));
}

export const noDedicatedAdminAccount = defineRule<'USER'>({
  id: 'admin::no_dedicated_admin_account',
  title: 'Everyday account carries the power of an administrator',
  description:
    'An account with a mailbox can take over the directory, and its person has no other account here. Whatever gets into the daily work gets into the directory, too.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    cis: ['5.4'],
    nist80053: ['AC-6(2)'],
    cisM365: ['1.1.1'],
    cisGoogle: ['1.1.3'],
    maester: ['MT.1028'],
  }),
  remedies: remedies('createUser', 'removeRoleAssignment'),
  settings: ['adminAccountPatterns', 'breakGlass', 'serviceAccountPatterns'],
  caveats: [
    'Small teams; environments that only administrators are in.',
    'A second account that is not tied to the person by any key is not seen.',
  ],
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => kindOf(facts) === 'HUMAN' && !isBreakGlass(facts),
      () => isTopAdministrator(facts),
    ),
  holds: (facts) =>
    and(
      () => facts.user.email !== null,
      () => not(isNamedForAdministration(facts)),
      () => not(any(facts.ownTwins, ({ user }) => usable(user))),
      () => isPersonKnown(facts),
    ),
  evidence: ({ user }) => [evidence('username', user.username)],
});
