import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, undecided } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { attributesThatAre, editabilityOf, filterAttributes } from '../predicates/group-filter.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { adminRoleEvidence } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';

export const groupPrivilegedDynamicRule = defineRule({
  id: 'group::privileged_dynamic_rule',
  title: 'Role-bearing group filled by a rule on self-editable attributes',
  description:
    "A rule over attributes decides who is in a group that holds an administrator's role. Where people can change such an attribute themselves, they can make themselves administrators.",
  family: 'GROUP',
  set: 'EXTENDED',
  subject: 'GROUP',
  severity: 'HIGH',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6', 'AC-3'],
    iso27001: ['8.2'],
    maester: ['MT.1196'],
    attack: ['T1098'],
  }),
  remedies: remedies('updateGroup'),
  settings: [],
  caveats: ['An attribute may be one that only the personnel system writes.'],
  scope: ({ directory, group, grants }) =>
    and(
      () => group.dynamicFilter !== null,
      () => isAdministrator({ directory, grants }),
    ),
  holds: ({ group }) => {
    const attributes = filterAttributes(group.dynamicFilter ?? '');
    if (attributes === null) return undecided('INVALID_VALUE');
    return attributes.some((attribute) => editabilityOf(attribute) !== 'KEPT');
  },
  evidence: ({ group, grants }) => [
    ...adminRoleEvidence(grants),
    evidence('filter', group.dynamicFilter),
    ...listEvidence('selfWritable', attributesThatAre('SELF', group.dynamicFilter)),
    ...listEvidence('writabilityNotConfigured', attributesThatAre('UNCERTAIN', group.dynamicFilter)),
  ],
  severityOf: ({ group }) => (attributesThatAre('SELF', group.dynamicFilter).length > 0 ? 'HIGH' : 'MEDIUM'),
});
