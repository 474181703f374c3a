import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { defaultDevicePolicies, mfaIsDecidedHere, weakMethodsOf } from '../predicates/org-device-policies.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

export const orgWeakMfaMethodsAllowed = defineRule({
  id: 'org::weak_mfa_methods_allowed',
  title: 'SMS, voice, email or WhatsApp allowed as MFA',
  description:
    'People may use codes sent by text message, call, mail or WhatsApp as their second factor. Such codes are intercepted, or asked for on false pages.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    scuba: ['MS.AAD.3.5', 'GWS.COMMONCONTROLS.1.3'],
    cisM365: ['5.2.3.5', '5.2.3.7'],
    zeroTrust: ['21804'],
    nist80053: ['IA-5', 'CM-7'],
    attack: ['T1621', 'T1566'],
  }),
  remedies: remedies('updateDeviceAuthenticationPolicy'),
  settings: ['mfaEngine'],
  caveats: ['Weak methods may be kept for accessibility.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: (directory) => any(defaultDevicePolicies(directory), (policy) => weakMethodsOf(policy).length > 0),
  evidence: (directory) =>
    listEvidence(
      'methods',
      defaultDevicePolicies(directory)
        .rows.flatMap(weakMethodsOf)
        .map((row) => row.method),
    ),
  severityOf: (directory) =>
    defaultDevicePolicies(directory)
      .rows.flatMap(weakMethodsOf)
      .every((row) => row.pairingDisabled === true)
      ? 'LOW'
      : 'MEDIUM',
});
