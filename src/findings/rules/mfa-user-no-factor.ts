import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { createdBefore, servesCustomers, usableHuman } from '../predicates/account.ts';
import { withoutFactor } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const userNoFactor = defineRule<'USER'>({
  id: 'mfa::user_no_factor',
  title: 'User has no usable second factor',
  description:
    'The account can be used with a password alone: no device is paired that is active and neither blocked nor locked. A guessed or stolen password is then enough.',
  family: 'MFA',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(2)'],
    cis: ['6.3'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.2', 'GWS.COMMONCONTROLS.1.2'],
    cisM365: ['5.2.3.4'],
    attack: ['T1110', 'T1078.004'],
  }),
  remedies: remedies('requireMfaEnrollment'),
  settings: ['mfaGraceDays', 'serviceAccountPatterns'],
  caveats: [
    'Whoever signs on at an outside identity provider may be asked for a factor there: then the answer is UNKNOWN.',
  ],
  scope: usableHuman,
  holds: (facts) =>
    and(
      () => createdBefore(facts, facts.directory.settings.mfaGraceDays),
      () => withoutFactor(facts),
    ),
  evidence: ({ devices, user }) => [
    evidence('activeDevices', 0),
    evidence('otherDevices', devices.rows.length),
    evidence('createdAt', user.createdAt),
  ],
  // One level lower again, as for everything among customers: LOW there.
  severityOf: ({ directory }) => (servesCustomers(directory) ? 'MEDIUM' : 'HIGH'),
});
