import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { DirectoryFacts, UserFacts } from '../facts.ts';
import { and, or, type Truth, undecided } from '../kleene.ts';
import { createdBefore, usable } from '../predicates/account.ts';
import { lastUsedBefore, neverUsed } from '../predicates/activity.ts';
import { shareEvidence } from '../predicates/share-evidence.ts';
import { polled, shareIn, sharePoll } from '../polls.ts';
import { defineRule } from '../rule.ts';
import { type Share, shareAbove } from '../share.ts';

function unused(facts: UserFacts): Truth {
  const { inactivityDays, neverDays } = facts.directory.settings;
  return or(
    () => lastUsedBefore(facts, inactivityDays),
    () =>
      and(
        () => neverUsed(facts),
        () => createdBefore(facts, neverDays),
      ),
  );
}

const unusedOfUsable = sharePoll(({ user }) => usable(user), unused);

function unusedShare(directory: DirectoryFacts): Share {
  return shareIn(polled(directory, unusedOfUsable), 0);
}

export const orgInactiveRatioHigh = defineRule<'DIRECTORY'>({
  id: 'stale::org_inactive_ratio_high',
  title: 'Large share of users inactive',
  description:
    'More than a fifth of the accounts that can be used are not used. Offboarding is probably not reaching this directory.',
  family: 'STALE',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)', 'CA-7'], cis: ['5.3'] }),
  remedies: remedies('suspendUser'),
  settings: ['maxInactiveRatio', 'minKnownUsers', 'inactivityDays', 'neverDays'],
  polls: [unusedOfUsable],
  caveats: ['Customers come and go: a large share is normal there.'],
  scope: () => true,
  holds: (facts) => {
    const share = unusedShare(facts);
    if (
      share.wholeAtLeast - share.open < facts.settings.minKnownUsers &&
      Number.isFinite(share.wholeAtMost)
    ) {
      return undecided(share.reason);
    }
    return shareAbove(share, facts.settings.maxInactiveRatio);
  },
  evidence: ({ settings }) => [evidence('threshold', settings.maxInactiveRatio)],
  notes: (facts) => shareEvidence('inactiveShare', unusedShare(facts)),
});
