import { controls, remedies } from '../controls.ts';
import { elsewhere, evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, any, or, type Truth, undecided } from '../kleene.ts';
import { kindOf } from '../predicates/account.ts';
import { listed } from '../predicates/lists.ts';
import { isMissingIn } from '../predicates/person-accounts.ts';
import { defineRule } from '../rule.ts';

function expected({ user, groups, directory }: UserFacts): Truth {
  const { accountsExpectedOf: names } = directory.settings;
  if (names.length === 0) return true;
  return or(
    () => listed(names, [user.populationId]),
    () =>
      user.populationId !== null &&
      any(
        directory.populations,
        ({ externalId, name }) => externalId === user.populationId && listed(names, [name]),
      ),
    () => any(groups, ({ groupId, groupName }) => listed(names, [groupId, groupName])),
  );
}

export const joinerMissingHere = defineRule<'USER'>({
  id: 'identity::joiner_missing_here',
  title: 'Active person without an account where one is expected',
  description:
    'The person is active in the primary directory and has no account in a directory in which the operator expects one. It is only looked for where the settings name such directories.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'INFO',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['6.1'] }),
  remedies: remedies('createUser'),
  settings: ['accountsExpectedIn', 'accountsExpectedOf'],
  caveats: [
    'Most people are not expected everywhere: it is only asked where `accountsExpectedIn` names the directory.',
  ],
  scope: (facts) =>
    and(
      () => facts.directory.isPrimary && facts.directory.settings.accountsExpectedIn.length > 0,
      () => kindOf(facts) === 'HUMAN',
      () => (facts.user.status === 'UNKNOWN' ? undecided('INVALID_VALUE') : facts.user.status === 'ACTIVE'),
      () => expected(facts),
    ),
  holds: (facts) => {
    const rows = facts.directory.settings.accountsExpectedIn;
    return any({ rows, complete: true, reason: null }, (key) => isMissingIn(facts, key));
  },
  evidence: (facts) =>
    facts.directory.settings.accountsExpectedIn
      .filter((key) => isMissingIn(facts, key) === true)
      .map((key) => elsewhere(evidence('missingIn', key), [{ directory: key }])),
});
