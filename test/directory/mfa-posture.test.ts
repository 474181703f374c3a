import { describe, expect, it } from 'vitest';
import { postureOf } from '../../src/directory/mfa-posture.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { MfaDevice, MfaDeviceStatus, MfaTier } from '../../src/model/mfa.ts';
import type { User } from '../../src/model/user.ts';

const at = new Date('2026-01-01T00:00:00.000Z');
const on = { mfaEnabled: known(true, at), observedAt: at } as User;
const off = { mfaEnabled: known(false, at), observedAt: at } as User;
const unsaid = { mfaEnabled: unknown('MISSING'), observedAt: at } as User;

function device(status: MfaDeviceStatus, tier: MfaTier): MfaDevice {
  return {
    directory: 'd',
    userId: 'u',
    externalId: `${status}-${tier}`,
    type: 'UNKNOWN',
    rawType: '',
    status,
    rawStatus: '',
    tier,
    nickname: null,
    contact: null,
    createdAt: null,
    updatedAt: null,
  };
}

const read = (...devices: MfaDevice[]) => known(devices, at, 'DIRECT');

describe('the posture of a user', () => {
  it.each([
    ['an active passkey', read(device('ACTIVE', 'PHISHING_RESISTANT')), 'ENROLLED', 'PHISHING_RESISTANT'],
    [
      'the strongest of several',
      read(device('ACTIVE', 'WEAK'), device('ACTIVE', 'STRONG')),
      'ENROLLED',
      'STRONG',
    ],
    [
      'a passkey that is blocked beside an active SMS',
      read(device('BLOCKED', 'PHISHING_RESISTANT'), device('ACTIVE', 'WEAK')),
      'ENROLLED',
      'WEAK',
    ],
    ['only a blocked device', read(device('BLOCKED', 'STRONG')), 'NOT_ENROLLED', 'NONE'],
    ['only a locked device', read(device('LOCKED', 'STRONG')), 'NOT_ENROLLED', 'NONE'],
    [
      'only a device that was never activated',
      read(device('ACTIVATION_REQUIRED', 'PHISHING_RESISTANT')),
      'NOT_ENROLLED',
      'NONE',
    ],
    ['no device', read(), 'NOT_ENROLLED', 'NONE'],
    [
      'a device of a kind that nobody knows',
      read(device('ACTIVE', 'UNKNOWN'), device('ACTIVE', 'WEAK')),
      'ENROLLED',
      'UNKNOWN',
    ],
    [
      'a passkey beside a kind that nobody knows',
      read(device('ACTIVE', 'UNKNOWN'), device('ACTIVE', 'PHISHING_RESISTANT')),
      'ENROLLED',
      'PHISHING_RESISTANT',
    ],
    ['a device in a state that nobody knows', read(device('UNKNOWN', 'STRONG')), 'UNKNOWN', 'UNKNOWN'],
    ['devices that could not be read', unknown('FORBIDDEN'), 'UNKNOWN', 'UNKNOWN'],
  ] as const)('with %s', (_what, devices, status, tier) => {
    expect(postureOf(on, devices)).toMatchObject({ status, tier });
    // Whether the switch is known does not change what the devices say.
    expect(postureOf(unsaid, devices)).toMatchObject({ status, tier });
  });

  it('is DISABLED when the second factor is switched off, whatever the devices', () => {
    expect(postureOf(off, read(device('ACTIVE', 'PHISHING_RESISTANT')))).toMatchObject({
      status: 'DISABLED',
      tier: 'NONE',
      unknownReason: null,
    });
  });

  it('is DISABLED also when the devices could not be read, and says that they could not', () => {
    expect(postureOf(off, unknown('FORBIDDEN'))).toMatchObject({
      status: 'DISABLED',
      devices: null,
      unknownReason: 'FORBIDDEN',
    });
  });
});
