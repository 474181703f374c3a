import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { any } from '../kleene.ts';
import { disabled } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

export const disabledUserRetainsFactors = defineRule<'USER'>({
  id: 'offboarding::disabled_user_retains_factors',
  title: 'Disabled account keeps paired devices',
  description:
    'The account is switched off but devices are still paired with it. If it is enabled again, whoever holds them can answer for it.',
  family: 'OFFBOARDING',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['PS-4', 'IA-5'], iso27001: ['5.17'], attack: ['T1098.005'] }),
  remedies: remedies('deleteMfaDevice'),
  settings: [],
  caveats: ['Devices may be kept for people who work by season.'],
  scope: ({ user }) => disabled(user),
  holds: ({ devices }) => any(devices, () => true),
  evidence: ({ devices }) => [
    evidence('devices', devices.rows.length),
    evidence('types', [...new Set(devices.rows.map(({ rawType }) => rawType))].toSorted().join(', ')),
  ],
});
