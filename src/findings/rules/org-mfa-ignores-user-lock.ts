import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const orgMfaIgnoresUserLock = defineRule({
  id: 'org::mfa_ignores_user_lock',
  title: 'MFA flow ignores account lock',
  description:
    'A locked account can still get through the second factor. Locking it then does not keep anybody out.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: ['DEVICE_AUTHENTICATION_POLICIES'],
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-7'] }),
  remedies: remedies('updateDeviceAuthenticationPolicy'),
  settings: ['mfaEngine'],
  caveats: ['A recovery without passwords may be built on it.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: ({ deviceAuthenticationPolicies }) =>
    any(deviceAuthenticationPolicies, (policy) => policy.ignoreUserLock === true),
  evidence: ({ deviceAuthenticationPolicies }) =>
    nameEvidence('policies', deviceAuthenticationPolicies, (policy) => policy.ignoreUserLock === true),
});
