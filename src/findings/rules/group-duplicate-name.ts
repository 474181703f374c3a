import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const groupDuplicateName = defineRule({
  id: 'group::duplicate_name',
  title: 'Same group name used twice',
  description:
    'Another group has the same name, but for case and blanks. Access is then given to the wrong one, and nobody notices.',
  family: 'GROUP',
  set: 'EXTENDED',
  subject: 'GROUP',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CM-6'] }),
  remedies: remedies('updateGroup'),
  settings: [],
  caveats: ['Each brand may have its own group of that name.'],
  scope: () => true,
  holds: ({ sameName }) => any(sameName, () => true),
  evidence: ({ sameName }) =>
    listEvidence(
      'otherGroups',
      sameName.rows.map((row) => row.externalId),
    ),
});
