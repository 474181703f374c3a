import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { adminRoleEvidence, surelyTopRole } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';

export const groupPrivilegedNested = defineRule({
  id: 'group::privileged_nested',
  title: 'Role-bearing group contains other groups',
  description:
    "Other groups are members of a group that holds an administrator's role. Whoever manages one of those decides who becomes an administrator, without touching the role.",
  family: 'GROUP',
  set: 'CORE',
  subject: 'GROUP',
  severity: 'HIGH',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6', 'AC-3'],
    cis: ['6.8'],
    iso27001: ['8.2'],
    zeroTrust: ['21882'],
    attack: ['T1098.003'],
  }),
  remedies: remedies('unnestGroup'),
  settings: [],
  caveats: ['Role groups may be built from groups of teams on purpose.'],
  scope: (facts) => isAdministrator(facts),
  holds: ({ children }) => any(children, () => true),
  evidence: ({ grants, children }) => [
    ...adminRoleEvidence(grants),
    ...nameEvidence('nestedGroups', children, () => true),
  ],
  severityOf: ({ grants }) => (surelyTopRole(grants) ? 'HIGH' : 'MEDIUM'),
});
