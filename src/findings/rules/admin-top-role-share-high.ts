import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { DirectoryFacts } from '../facts.ts';
import { listOf, not, type Truth, undecided } from '../kleene.ts';
import { administrative, ofTier } from '../predicates/administrator.ts';
import { shareEvidence } from '../predicates/share-evidence.ts';
import { gapIn, gapMarks, type Poll, polled, shareIn, shareMark } from '../polls.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';
import { type Share, shareBelow } from '../share.ts';

/** Each role that users hold: whether it is an administrator's, and whether it is one of the highest. */
const topOfAdministrative: Poll = {
  marks: ({ grants, directory }) => [
    ...grants.rows.flatMap((grant) => {
      const belonging = administrative(grant, directory);
      return belonging === false ? [] : [shareMark(belonging, ofTier(grant, directory, 0))];
    }),
    ...gapMarks(grants),
  ],
};

function topShare(facts: DirectoryFacts): Share {
  const answered = polled(facts, topOfAdministrative);
  return shareIn({ users: listOf([], answered.users, gapIn(answered)), counts: answered.counts }, 0);
}

function atLeast(share: Share, limit: number): Truth {
  return not(shareBelow(share, limit));
}

export const topRoleShareHigh = defineRule<'DIRECTORY'>({
  id: 'admin::top_role_share_high',
  title: 'Top role used where a smaller one would do',
  description:
    'Many of the administrator roles that people hold are the highest ones. Most work needs a smaller role.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-5', 'AC-6'], scuba: ['MS.AAD.7.2'], zeroTrust: ['21813'] }),
  remedies: remedies('removeRoleAssignment', 'assignRoleToUser'),
  settings: ['reviewTopShare', 'failTopShare', 'minTopShareGrants'],
  polls: [topOfAdministrative],
  caveats: ['In a very small team nearly every role is a high one.'],
  scope: () => true,
  holds: (facts) => {
    const share = topShare(facts);
    return share.wholeAtMost < facts.settings.minTopShareGrants
      ? undecided('PARTIAL_DATA')
      : atLeast(share, facts.settings.reviewTopShare);
  },
  evidence: ({ settings }) => [
    evidence('reviewFrom', settings.reviewTopShare),
    evidence('faultFrom', settings.failTopShare),
  ],
  notes: (facts) => shareEvidence('topRoleShare', topShare(facts)),
  severityOf: (facts) => severityIf(atLeast(topShare(facts), facts.settings.failTopShare), 'LOW', 'INFO'),
});
