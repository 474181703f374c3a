/** Whether the rules of the directory let a kind of device be used. */
import type { MfaDeviceType } from '../../model/mfa.ts';
import type { DeviceAuthenticationPolicy } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { any, every, not, type Truth, undecided } from '../kleene.ts';

/** PingOne's names of the methods in a device authentication policy. */
const methods: Partial<Record<MfaDeviceType, string>> = {
  SMS: 'sms',
  VOICE: 'voice',
  EMAIL: 'email',
  WHATSAPP: 'whatsapp',
  MOBILE_PUSH: 'mobile',
  TOTP: 'totp',
  FIDO2: 'fido2',
  OATH_TOKEN: 'oathtoken',
  DESKTOP: 'desktop',
};

function allows(policy: DeviceAuthenticationPolicy, type: MfaDeviceType): Truth {
  const name = methods[type];
  if (name === undefined) return undecided('INVALID_VALUE');
  const method = policy.methods.find((candidate) => candidate.method.toLowerCase() === name);
  return method === undefined ? undecided('FIELD_NULL') : method.enabled;
}

/** Whether the default policy allows it. */
export function allowedByDefault(directory: DirectoryFacts, type: MfaDeviceType): Truth {
  const { rows, complete } = directory.deviceAuthenticationPolicies;
  const policy = rows.find(({ isDefault }) => isDefault);
  if (policy !== undefined) return allows(policy, type);
  return complete ? undecided('OPAQUE_POLICY') : any(directory.deviceAuthenticationPolicies, () => false);
}

/**
 * Whether no policy allows it. Which policy a user meets depends on where they sign on: policies that disagree leave it
 * undecided.
 */
export function disallowedEverywhere(directory: DirectoryFacts, type: MfaDeviceType): Truth {
  const policies = directory.deviceAuthenticationPolicies;
  if (policies.complete && policies.rows.length === 0) return undecided('OPAQUE_POLICY');
  const someAllows = any(policies, (policy) => allows(policy, type));
  if (someAllows !== true) return not(someAllows);
  return every(policies, (policy) => allows(policy, type)) === true ? false : undecided('OPAQUE_POLICY');
}
