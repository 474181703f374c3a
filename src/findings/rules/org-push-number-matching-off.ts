import type { DeviceAuthenticationPolicy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import type { Truth } from '../kleene.ts';
import { any, undecided } from '../kleene.ts';
import { methodOf, mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

function approvesByTap(policy: DeviceAuthenticationPolicy): Truth {
  const mobile = methodOf(policy, 'mobile');
  if (mobile?.enabled === false) return false;
  // A policy that does not say leaves it open: PingOne does not document which way it then goes.
  return policy.pushNumberMatching === null ? undecided('FIELD_NULL') : !policy.pushNumberMatching;
}

export const orgPushNumberMatchingOff = defineRule({
  id: 'org::push_number_matching_off',
  title: 'Push approval without number matching',
  description: 'A push message can be approved by a single tap. Attackers send them until somebody taps.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ scuba: ['MS.AAD.3.3'], attack: ['T1621'], nist80053: ['IA-2(2)'] }),
  remedies: remedies('updateDeviceAuthenticationPolicy'),
  settings: ['mfaEngine'],
  caveats: ['Risk may be asked about instead.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: ({ deviceAuthenticationPolicies }) => any(deviceAuthenticationPolicies, approvesByTap),
  evidence: ({ deviceAuthenticationPolicies }) =>
    nameEvidence('policies', deviceAuthenticationPolicies, approvesByTap),
});
