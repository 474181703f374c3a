import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, count, moreThan, not, or, type Truth, undecided } from '../kleene.ts';
import { kindOf, usable } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { nameOf } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

function usableEveryday(facts: UserFacts): Truth {
  return and(
    () => usable(facts.user),
    () => not(isAdministrator(facts)),
  );
}

/** More than the operator allows, this account among them. */
function tooMany({ ownTwins, directory }: UserFacts): Truth {
  return moreThan(count(ownTwins, usableEveryday), directory.settings.maxAccountsPerPerson - 1);
}

/** Whether another account of the person may be here that nothing could tie to this one. */
function mayHaveOthers({ primaryMatch: match, directory }: UserFacts): Truth {
  if (directory.isPrimary || match.kind === 'MATCHED' || match.kind === 'NONE') return false;
  return undecided(match.kind === 'AMBIGUOUS' ? 'AMBIGUOUS_MATCH' : match.reason);
}

export const duplicatePersonAccounts = defineRule<'USER'>({
  id: 'identity::duplicate_person_accounts',
  title: 'Person holds several usable accounts in one directory',
  description:
    'The same person can use more everyday accounts here than they need. The one that nobody thinks of stays when the other is switched off.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4'], cis: ['5.1'], iso27001: ['5.16'] }),
  remedies: remedies('suspendUser', 'separateIdentity'),
  settings: ['maxAccountsPerPerson', 'serviceAccountPatterns'],
  caveats: ['One person may be in two populations by design.'],
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => kindOf(facts) === 'HUMAN',
    ),
  // The roles of the account itself are only asked for where there is another one.
  holds: (facts) =>
    or(
      () =>
        and(
          () => tooMany(facts),
          () => not(isAdministrator(facts)),
        ),
      () => mayHaveOthers(facts),
    ),
  evidence: ({ ownTwins }) => [
    evidence('otherAccounts', ownTwins.rows.length),
    ...ownTwins.rows
      .slice(0, 5)
      .map(({ user }) => evidence('sharedWith', `${nameOf(user)} (${user.status})`)),
  ],
});
