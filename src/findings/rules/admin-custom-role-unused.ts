import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { rolesOfUsers } from '../predicates/head-count.ts';
import { unheldRoles } from '../predicates/org-custom-roles.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const adminCustomRoleUnused = defineRule({
  id: 'admin::custom_role_unused',
  title: 'Custom role with no holder',
  description:
    'Nobody holds a role that the operator defined. It only waits to be given to somebody by mistake.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['CM-7', 'AC-6(7)'] }),
  remedies: remedies('deleteRole'),
  settings: [],
  polls: [rolesOfUsers],
  caveats: ['It may be kept for emergencies.'],
  scope: () => true,
  holds: (directory) => any(unheldRoles(directory), () => true),
  evidence: (directory) => nameEvidence('roles', unheldRoles(directory), () => true),
});
