import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { isBroadRole } from '../predicates/org-custom-roles.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const adminCustomRoleBroad = defineRule({
  id: 'admin::custom_role_broad',
  title: 'Custom role is effectively unrestricted',
  description:
    "A role that the operator defined can hand out roles, or holds most of what there is. It is an administrator's role under another name, and no report counts it as one.",
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'HIGH',
  cost: 'C1',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6', 'AC-5'], cis: ['6.8'], iso27001: ['8.2'] }),
  remedies: remedies('updateRole'),
  settings: ['maxCustomRoleShare'],
  caveats: ['A role for automating the platform needs a lot.'],
  scope: () => true,
  holds: (directory) => any(directory.roles, (role) => isBroadRole(directory, role)),
  evidence: (directory) => nameEvidence('roles', directory.roles, (role) => isBroadRole(directory, role)),
});
