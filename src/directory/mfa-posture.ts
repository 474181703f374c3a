import type { MfaDevice, MfaPosture, MfaTier } from '../model/mfa.ts';
import type { User } from '../model/user.ts';
import type { DirectoryLoaders } from './loaders.ts';
import type { DevicesFact } from './mfa-plan.ts';

/** STATUS is content with what decides status and tier; DEVICES wants the list itself, whatever the status. */
export type MfaQuestion = 'STATUS' | 'DEVICES';

/**
 * A user's second factor. For an account whose second factor is switched off, STATUS costs nothing: devices do not change
 * the answer. `mfaEnabled` alone never makes somebody ENROLLED: it is a switch, not a device.
 */
export async function mfaPosture(
  user: User,
  question: MfaQuestion,
  loaders: DirectoryLoaders,
): Promise<MfaPosture> {
  if (!needsDevices(user, question)) return switchedOff(user);
  return postureOf(user, await loaders.devices(user));
}

export function needsDevices(user: User, question: MfaQuestion): boolean {
  return question === 'DEVICES' || !isOff(user);
}

function isOff(user: User): boolean {
  return user.mfaEnabled.state === 'KNOWN' && !user.mfaEnabled.value;
}

function switchedOff(user: User): MfaPosture {
  return {
    status: 'DISABLED',
    tier: 'NONE',
    devices: null,
    source: 'LIST',
    observedAt: user.observedAt,
    unknownReason: null,
    message: null,
  };
}

/** The posture that follows from a user's switch and devices. */
export function postureOf(user: User, devices: DevicesFact): MfaPosture {
  if (devices.state === 'UNKNOWN') {
    const gap = { devices: null, unknownReason: devices.reason, message: devices.message ?? null };
    return isOff(user)
      ? { ...switchedOff(user), ...gap }
      : { status: 'UNKNOWN', tier: 'UNKNOWN', source: null, observedAt: null, ...gap };
  }
  const read = {
    devices: devices.value,
    source: devices.source,
    observedAt: devices.observedAt,
    unknownReason: null,
    message: null,
  };
  if (isOff(user)) return { status: 'DISABLED', tier: 'NONE', ...read };
  if (devices.value.some((device) => device.status === 'ACTIVE')) {
    return { status: 'ENROLLED', tier: strongest(devices.value), ...read };
  }
  if (devices.value.some((device) => device.status === 'UNKNOWN')) {
    const message = 'A device is in a state that the gateway does not know.';
    return { status: 'UNKNOWN', tier: 'UNKNOWN', ...read, unknownReason: 'INVALID_VALUE', message };
  }
  return { status: 'NOT_ENROLLED', tier: 'NONE', ...read };
}

const strength: readonly MfaTier[] = ['PHISHING_RESISTANT', 'STRONG', 'WEAK'];

/** A kind that nobody knows may be the strongest of all: then only the best known tier makes it certain. */
function strongest(devices: readonly MfaDevice[]): MfaTier {
  const tiers = new Set(devices.filter((device) => device.status === 'ACTIVE').map((device) => device.tier));
  if (tiers.has('PHISHING_RESISTANT')) return 'PHISHING_RESISTANT';
  if (tiers.has('UNKNOWN')) return 'UNKNOWN';
  return strength.find((tier) => tiers.has(tier)) ?? 'NONE';
}
