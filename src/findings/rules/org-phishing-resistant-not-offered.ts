import { controls, remedies } from '../controls.ts';
import { any, undecided } from '../kleene.ts';
import { defaultDevicePolicies, methodOf, mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

export const orgPhishingResistantNotOffered = defineRule({
  id: 'org::phishing_resistant_not_offered',
  title: 'FIDO2 or passkeys not available to users',
  description:
    'People cannot register a passkey or security key. They are left with factors that a false page can ask for.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    scuba: ['MS.AAD.3.1'],
    nist80053: ['IA-2(8)'],
    zeroTrust: ['21839'],
    nist80063: ['AAL2', 'AAL3'],
  }),
  remedies: remedies('updateDeviceAuthenticationPolicy'),
  settings: ['mfaEngine'],
  caveats: ['The licence may not have it.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: (directory) =>
    any(defaultDevicePolicies(directory), (policy) => {
      const fido2 = methodOf(policy, 'fido2');
      if (fido2 === null) return undecided('FIELD_NULL');
      return !fido2.enabled || fido2.pairingDisabled === true;
    }),
  evidence: (directory) =>
    listEvidence(
      'policies',
      defaultDevicePolicies(directory).rows.map((policy) => policy.name),
    ),
});
