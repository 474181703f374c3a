import { controls, remedies } from '../controls.ts';
import { countEvidence, evidence } from '../evidence.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, moreThan, or } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { usableAccounts, usableAdministrators } from '../predicates/head-count.ts';
import { shareEvidence } from '../predicates/share-evidence.ts';
import { countIn, polled, shareIn, sharePoll } from '../polls.ts';
import { defineRule } from '../rule.ts';
import { type Share, shareAbove } from '../share.ts';

const administratorsOfUsable = sharePoll(({ user }) => usable(user), isAdministrator);

function administratorShare(directory: DirectoryFacts): Share {
  return shareIn(polled(directory, administratorsOfUsable), 0);
}

export const adminRatioHigh = defineRule<'DIRECTORY'>({
  id: 'admin::admin_ratio_high',
  title: 'Too many administrators among the users',
  description:
    'Administrators make up a large part of the accounts, or are very many. Nobody can watch so many powerful accounts.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6', 'AC-6(7)'], cis: ['6.8'], iso27001: ['8.2'] }),
  remedies: remedies('removeRoleAssignment'),
  settings: ['maxAdministratorRatio', 'maxAdministrators', 'minUsersForRatio'],
  polls: [administratorsOfUsable, usableAccounts, usableAdministrators],
  caveats: ['Service providers who manage for others have many administrators.'],
  scope: () => true,
  holds: (facts) =>
    or(
      () => moreThan(countIn(polled(facts, usableAdministrators)), facts.settings.maxAdministrators),
      () =>
        and(
          () => moreThan(countIn(polled(facts, usableAccounts)), facts.settings.minUsersForRatio - 1),
          () => shareAbove(administratorShare(facts), facts.settings.maxAdministratorRatio),
        ),
    ),
  evidence: ({ settings }) => [
    evidence('maximumShare', settings.maxAdministratorRatio),
    evidence('maximum', settings.maxAdministrators),
  ],
  notes: (facts) => [
    ...countEvidence('administrators', countIn(polled(facts, usableAdministrators))),
    ...shareEvidence('administratorShare', administratorShare(facts)),
  ],
});
