import { controls } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { isReadLongAgo, onceAsked, unansweredReads } from '../predicates/org-read-gaps.ts';
import { defineRule } from '../rule.ts';

export const coverageProviderUnreachable = defineRule({
  id: 'coverage::provider_unreachable',
  title: 'A connected provider could not be read',
  description:
    'The directory did not answer, or not lately. Everything that follows from it is unknown, not fine.',
  family: 'COVERAGE',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'HIGH',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CA-7', 'SI-4'], iso27001: ['8.16'] }),
  remedies: [],
  settings: [],
  caveats: ['Maintenance.'],
  scope: () => true,
  holds: (directory) =>
    onceAsked(directory, () => unansweredReads(directory).length > 0 || isReadLongAgo(directory)),
  evidence: (directory) => [
    ...listEvidence('reads', unansweredReads(directory)),
    ...(directory.profile.state === 'KNOWN' ? [evidence('lastReadAt', directory.profile.observedAt)] : []),
  ],
  severityOf: (directory) => (directory.isPrimary ? 'HIGH' : 'MEDIUM'),
});
