import { controls, remedies } from '../controls.ts';
import { and } from '../kleene.ts';
import { hasWeakLink, leaver, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { isLastOwner, leftAssets } from '../predicates/owners.ts';
import { defineRule } from '../rule.ts';

export const leaverOwnsAssets = defineRule<'USER'>({
  id: 'offboarding::leaver_owns_assets',
  title: 'Leaver is the last owner of a group or application',
  description:
    'The person is switched off in the primary directory, and nobody else who is still there answers for something that is theirs. Nobody will notice what becomes of it.',
  family: 'OFFBOARDING',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2', 'PS-4'],
    cis: ['5.5'],
    owaspNhi: ['NHI1'],
    zeroTrust: ['21867'],
  }),
  remedies: remedies('transferOwnership'),
  settings: [],
  caveats: [
    'An owner that is a group stands for a team: then nothing is said.',
    'Only kinds of things of which the directory keeps owners are looked at. Okta and Google Workspace tell them group by group, which is not asked for everybody: there the answer is UNKNOWN.',
  ],
  scope: outsidePrimary,
  holds: (facts) =>
    and(
      () => leaver(facts),
      () => isLastOwner(facts),
    ),
  evidence: (facts) => [...listEvidence('ownerOf', leftAssets(facts)), ...matchEvidence(facts)],
  restsOnWeakLink: hasWeakLink,
});
