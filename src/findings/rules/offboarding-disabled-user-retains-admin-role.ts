import { controls, remedies } from '../controls.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { disabled } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';

export const disabledUserRetainsAdminRole = defineRule<'USER'>({
  id: 'offboarding::disabled_user_retains_admin_role',
  title: 'Disabled account keeps administrator roles',
  description:
    'The account is switched off but still holds roles of an administrator. Whoever enables it again restores that power without noticing.',
  family: 'OFFBOARDING',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-2(3)', 'AC-6(7)'],
    cis: ['6.2', '6.8'],
    iso27001: ['5.18', '8.2'],
    attack: ['T1098.003'],
  }),
  remedies: remedies('removeRoleAssignment', 'removeUserFromGroup'),
  settings: [],
  caveats: ['Accounts are also switched off for a short while, during an incident.'],
  scope: ({ user }) => disabled(user),
  holds: isAdministrator,
  evidence: administrativeGrantRows,
});
