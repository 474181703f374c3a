/** What the second factors of a user amount to. Only an ACTIVE device that is neither blocked nor locked can be used. */
import type { MfaDevice, MfaTier } from '../../model/mfa.ts';
import type { UserFacts } from '../facts.ts';
import { and, any, every, not, or, type Truth, undecided, whether } from '../kleene.ts';
import { asksHereAlone } from './account.ts';

export function active({ status }: MfaDevice): Truth {
  return status === 'UNKNOWN' ? undecided('INVALID_VALUE') : status === 'ACTIVE';
}

function isTier(device: MfaDevice, ...tiers: readonly MfaTier[]): Truth {
  return device.tier === 'UNKNOWN' ? undecided('INVALID_VALUE') : tiers.includes(device.tier);
}

export function weak(device: MfaDevice): Truth {
  return isTier(device, 'WEAK');
}

export function strong(device: MfaDevice): Truth {
  return isTier(device, 'STRONG', 'PHISHING_RESISTANT');
}

export function anyActive({ devices }: UserFacts, fits: (device: MfaDevice) => Truth = () => true): Truth {
  return any(devices, (device) =>
    and(
      () => active(device),
      () => fits(device),
    ),
  );
}

export function hasPhishingResistantFactor(facts: UserFacts): Truth {
  return anyActive(facts, (device) => isTier(device, 'PHISHING_RESISTANT'));
}

/** At least one usable device, and every usable one fits. */
export function everyActive(facts: UserFacts, fits: (device: MfaDevice) => Truth): Truth {
  return and(
    () => anyActive(facts),
    () =>
      every(facts.devices, (device) =>
        or(
          () => not(active(device)),
          () => fits(device),
        ),
      ),
  );
}

/**
 * Whether no usable device is there. Of somebody who signs on at an external identity provider that is not known: the
 * second factor may be asked for there.
 */
export function withoutFactor(facts: UserFacts): Truth {
  const none = not(anyActive(facts));
  return none === true ? asksHereAlone(facts.user) : none;
}

/** Whether the second factor is switched off for the account, where that switch means something. */
export function mfaSwitchedOff({ user, directory }: UserFacts): Truth {
  if (directory.settings.mfaEngine !== 'PINGONE') return false;
  return whether(user.mfaEnabled, (enabled) => !enabled);
}

/** Types of the usable devices, for evidence. */
export function activeTypes({ devices }: UserFacts): string {
  const types = devices.rows
    .filter((device) => active(device) === true)
    .map(({ type, rawType }) => (type === 'UNKNOWN' ? rawType : type));
  return types.length === 0 ? 'none' : [...new Set(types)].toSorted().join(', ');
}
