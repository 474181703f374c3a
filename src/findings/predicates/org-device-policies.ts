import type { DeviceAuthenticationPolicy, DeviceMethod } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { undecided, whether } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';

/** Whether PingOne's own settings decide about second factors; elsewhere they say nothing of what people meet. */
export function mfaIsDecidedHere(directory: DirectoryFacts): Truth {
  switch (directory.settings.mfaEngine) {
    case 'PINGONE':
      return whether(directory.profile, (profile) =>
        profile.mfaKeptElsewhere ? undecided('NOT_CAPABLE') : true,
      );
    case 'DAVINCI':
      return undecided('OPAQUE_POLICY');
    case 'PINGID':
    case 'EXTERNAL':
    default:
      return undecided('NOT_CAPABLE');
  }
}

/** The policy of everybody who has no other. A directory has exactly one. */
export function defaultDevicePolicies(directory: DirectoryFacts): ListFact<DeviceAuthenticationPolicy> {
  const rows = directory.deviceAuthenticationPolicies.rows.filter((row) => row.isDefault);
  if (rows.length > 0) return { rows, complete: true, reason: null };
  return { rows, complete: false, reason: directory.deviceAuthenticationPolicies.reason ?? 'MISSING' };
}

const weakMethods = new Set(['sms', 'voice', 'email', 'whatsapp']);

/** Methods that are switched on although a code of theirs can be intercepted or talked out of people. */
export function weakMethodsOf(policy: DeviceAuthenticationPolicy): readonly DeviceMethod[] {
  return policy.methods.filter((row) => row.enabled && weakMethods.has(row.method.toLowerCase()));
}

export function methodOf(policy: DeviceAuthenticationPolicy, method: string): DeviceMethod | null {
  return policy.methods.find((row) => row.method.toLowerCase() === method) ?? null;
}
