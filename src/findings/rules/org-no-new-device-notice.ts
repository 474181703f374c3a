import type { DeviceAuthenticationPolicy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import type { Truth } from '../kleene.ts';
import { any, undecided } from '../kleene.ts';
import { mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

/** PingOne documents that people are told where a new policy does not say; an older row without it stays open. */
function tellsNobody(policy: DeviceAuthenticationPolicy): Truth {
  return policy.newDeviceNotification === null
    ? undecided('FIELD_NULL')
    : policy.newDeviceNotification === 'NONE';
}

export const orgNoNewDeviceNotice = defineRule({
  id: 'org::no_new_device_notice',
  title: 'Users not told when a factor is added',
  description:
    'People are not told when a device is added to their account. An attacker who adds one stays unnoticed.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(4)', 'IA-5'], attack: ['T1098.005'] }),
  remedies: remedies('updateDeviceAuthenticationPolicy'),
  settings: ['mfaEngine'],
  caveats: ['The notice may be sent by another system.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: ({ deviceAuthenticationPolicies }) => any(deviceAuthenticationPolicies, tellsNobody),
  evidence: ({ deviceAuthenticationPolicies }) =>
    nameEvidence('policies', deviceAuthenticationPolicies, tellsNobody),
});
