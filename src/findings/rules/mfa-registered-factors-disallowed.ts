import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { usable } from '../predicates/account.ts';
import { disallowedEverywhere } from '../predicates/device-policy.ts';
import { activeTypes, everyActive } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const registeredFactorsDisallowed = defineRule<'USER'>({
  id: 'mfa::registered_factors_disallowed',
  title: 'Every registered factor is switched off by policy',
  description:
    'The user has usable devices, but no device authentication policy accepts their kind. The next sign-on that asks for one fails, or is let through without.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2(2)', 'IA-5'], iso27001: ['8.5'] }),
  remedies: remedies('requireMfaEnrollment', 'updateDeviceAuthenticationPolicy'),
  settings: [],
  caveats: ['A method that is being phased out may be kept for those who have it: only switched off counts.'],
  scope: ({ user }) => usable(user),
  holds: (facts) => everyActive(facts, ({ type }) => disallowedEverywhere(facts.directory, type)),
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts))],
});
