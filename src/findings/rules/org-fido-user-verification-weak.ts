import type { Fido2Policy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import type { Truth } from '../kleene.ts';
import { any, flag, not, or, undecided } from '../kleene.ts';
import { mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

function verifiesNobody(policy: Fido2Policy): Truth {
  return or(
    () =>
      policy.userVerification === null ? undecided('FIELD_NULL') : policy.userVerification === 'DISCOURAGED',
    () => not(flag(policy.userVerificationEnforced)),
  );
}

export const orgFidoUserVerificationWeak = defineRule({
  id: 'org::fido_user_verification_weak',
  title: 'Passkey policy discourages user verification',
  description:
    'A passkey works without a PIN, finger or face, or is only checked for it when it is registered. Whoever finds the key can use it.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2(8)', 'IA-5'], zeroTrust: ['21840'] }),
  remedies: remedies('updateFido2Policy'),
  settings: ['mfaEngine'],
  caveats: ['A key may only serve beside a password.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: ({ fido2Policies }) => any(fido2Policies, verifiesNobody),
  evidence: ({ fido2Policies }) =>
    listEvidence(
      'policies',
      fido2Policies.rows
        .filter((policy) => verifiesNobody(policy) === true)
        .map((policy) => `${policy.name} (attestation ${policy.attestation ?? 'unknown'})`),
    ),
});
