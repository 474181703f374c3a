import { controls, remedies } from '../controls.ts';
import type { UserFacts } from '../facts.ts';
import { type Truth, undecided } from '../kleene.ts';
import { outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

function isAmbiguous({ primaryMatch: match }: UserFacts): Truth {
  if (match.kind !== 'UNKNOWN') return match.kind === 'AMBIGUOUS';
  // An account without anything to look for leads to nobody, let alone to several.
  return match.reason === 'FIELD_NULL' ? false : undecided(match.reason);
}

export const ambiguousMatch = defineRule<'USER'>({
  id: 'identity::ambiguous_match',
  title: 'Account matches several primary identities, or a doubtful one',
  description:
    'Several people of the primary directory carry what identifies this account, or the only one who does is probably somebody else. Until somebody says who it is, leaving the primary directory does not reach the account.',
  family: 'IDENTITY',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4'], iso27001: ['5.16'] }),
  remedies: remedies('linkIdentity', 'separateIdentity'),
  settings: [],
  caveats: ['Shared mailboxes, and addresses that were given to somebody else.'],
  scope: outsidePrimary,
  holds: isAmbiguous,
  evidence: matchEvidence,
});
