import type { DeviceAuthenticationPolicy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

function remembersLongerThan(policy: DeviceAuthenticationPolicy, hours: number): boolean {
  return policy.rememberMeMinutes !== null && policy.rememberMeMinutes > hours * 60;
}

export const orgMfaRememberMeTooLong = defineRule({
  id: 'org::mfa_remember_me_too_long',
  title: 'Remember-device period too long',
  description:
    'A browser is not asked for the second factor again for more than a day. Whoever gets at that browser needs a password alone.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ scuba: ['GWS.COMMONCONTROLS.1.5', 'GWS.COMMONCONTROLS.4.1'], nist80053: ['IA-11'] }),
  remedies: remedies('updateDeviceAuthenticationPolicy'),
  settings: ['maxRememberHours', 'longRememberHours', 'mfaEngine'],
  caveats: ['It may be a convenience for customers.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: ({ deviceAuthenticationPolicies, settings }) =>
    any(deviceAuthenticationPolicies, (policy) => remembersLongerThan(policy, settings.maxRememberHours)),
  evidence: ({ deviceAuthenticationPolicies, settings }) =>
    listEvidence(
      'policies',
      deviceAuthenticationPolicies.rows
        .filter((policy) => remembersLongerThan(policy, settings.maxRememberHours))
        .map((policy) => `${policy.name} (${policy.rememberMeMinutes ?? 0} minutes)`),
    ),
  severityOf: ({ deviceAuthenticationPolicies, settings }) =>
    deviceAuthenticationPolicies.rows.some((policy) =>
      remembersLongerThan(policy, settings.longRememberHours),
    )
      ? 'MEDIUM'
      : 'LOW',
});
