import { controls } from '../controls.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import {
  emptinessCanBeTold,
  impossiblyEmpty,
  onceAsked,
  readGapPolls,
  refusedReads,
} from '../predicates/org-read-gaps.ts';
import { defineRule } from '../rule.ts';

export const coveragePermissionMissing = defineRule({
  id: 'coverage::permission_missing',
  title: 'Connector lacks a permission needed by enabled rules',
  description:
    'The gateway may not read what some rules need, or got an empty list where one cannot be empty. Those rules answer UNKNOWN until it may.',
  family: 'COVERAGE',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CA-7'] }),
  remedies: [],
  settings: [],
  polls: readGapPolls,
  caveats: ['A directory without a single role or sign-on looks the same as one that hides them.'],
  // Whether a list is impossibly empty is asked of what others had read: it is not worth a call per user.
  scope: (directory) =>
    onceAsked(directory, () => (refusedReads(directory).length > 0 ? true : emptinessCanBeTold(directory))),
  holds: (directory) =>
    onceAsked(directory, () => refusedReads(directory).length > 0 || impossiblyEmpty(directory).length > 0),
  evidence: (directory) => [
    ...listEvidence('refused', refusedReads(directory)),
    ...listEvidence('impossiblyEmpty', impossiblyEmpty(directory)),
  ],
});
