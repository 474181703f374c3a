import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { or, type Truth } from '../kleene.ts';
import { asksHereAlone } from '../predicates/account.ts';
import { usableAdministrator } from '../predicates/administrator.ts';
import { activeTypes, mfaSwitchedOff, withoutFactor } from '../predicates/factors.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';

function unprotected(facts: UserFacts): Truth {
  const open = or(
    () => mfaSwitchedOff(facts),
    () => withoutFactor(facts),
  );
  // Somebody who signs on at an external identity provider may be asked for a factor there.
  return open === true ? asksHereAlone(facts.user) : open;
}

export const adminWithoutFactor = defineRule<'USER'>({
  id: 'admin::admin_without_factor',
  title: 'Administrator without a second factor',
  description:
    'An administrator has no usable second factor, or has it switched off. One stolen password is enough to take over what they administer.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'USER',
  severity: 'CRITICAL',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(1)'],
    cis: ['6.5'],
    iso27001: ['8.5', '8.2'],
    scuba: ['MS.AAD.3.6'],
    cisGoogle: ['4.1.1.1'],
    attack: ['T1078.004', 'T1110'],
  }),
  remedies: remedies('requireMfaEnrollment', 'suspendUser'),
  settings: ['mfaEngine'],
  caveats: [
    'Whoever signs on at an outside identity provider alone may be asked there: then the answer is UNKNOWN.',
  ],
  scope: usableAdministrator,
  holds: unprotected,
  evidence: (facts) => [
    evidence('mfaSwitchedOff', mfaSwitchedOff(facts) === true),
    evidence('activeTypes', facts.devices.complete ? activeTypes(facts) : 'not known'),
    ...administrativeGrantRows(facts),
  ],
});
