import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { usableAdministrator } from '../predicates/administrator.ts';
import { activeTypes, everyActive, weak } from '../predicates/factors.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';

export const adminWeakMfa = defineRule<'USER'>({
  id: 'admin::admin_weak_mfa',
  title: 'Administrator has only weak second factors',
  description:
    'Every usable device of an administrator sends codes by text message, call or mail. Attackers who want this account know how to get them.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(8)'],
    cis: ['6.5'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.6', 'MS.AAD.3.5'],
    attack: ['T1621'],
  }),
  remedies: remedies('requireMfaEnrollment', 'deleteMfaDevice'),
  settings: [],
  caveats: ['Devices of which the type is not known leave it open.'],
  scope: usableAdministrator,
  holds: (facts) => everyActive(facts, weak),
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts)), ...administrativeGrantRows(facts)],
});
