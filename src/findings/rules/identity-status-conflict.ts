import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { User } from '../../model/user.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import { disabled } from '../predicates/account.ts';
import { changedBefore, hasWeakLink, ofCounterpart, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

function active({ status }: User): Truth {
  return status === 'UNKNOWN' ? undecided('INVALID_VALUE') : status === 'ACTIVE';
}

export const statusConflict = defineRule<'USER'>({
  id: 'identity::status_conflict',
  title: 'Switched off here, active in the primary directory',
  description:
    'The account is switched off although its person is active in the primary directory. Access may have been withdrawn on purpose; if not, somebody is kept from their work.',
  family: 'IDENTITY',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2', 'PS-5'], iso27001: ['5.18'] }),
  remedies: remedies('unsuspendUser', 'deleteUser'),
  settings: ['statusConflictGraceHours'],
  caveats: ['Access may have been withdrawn on purpose.'],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts),
      () => disabled(facts.user),
    ),
  holds: (facts) => {
    const { asOf, settings } = facts.directory;
    return and(
      () => ofCounterpart(facts, active, undecided('AMBIGUOUS_MATCH')),
      () => changedBefore(facts.user, settings.statusConflictGraceHours, asOf),
    );
  },
  evidence: (facts) => [
    evidence('status', facts.user.status),
    evidence('statusSince', facts.user.stateChangedAt),
    ...matchEvidence(facts),
  ],
  restsOnWeakLink: hasWeakLink,
});
