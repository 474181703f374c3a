import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { describeDevice, type DeviceActionInput, type DeviceState, onDevice } from './device-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';

interface ActivateDeviceInput extends DeviceActionInput {
  /** The code that the device shows or received: used up by this, and kept nowhere. */
  readonly otp: string;
}

/** Ends a pairing with the first code of the device (PingOne API reference, "Activate MFA User Device"). */
export const activateDevice: Action<ActivateDeviceInput, DeviceState> = {
  ...onDevice,
  name: 'ACTIVATE_MFA_DEVICE',
  summary: 'End the pairing of a second factor with its first code.',
  mutation: 'activateMfaDevice',
  effect: 'TRIGGER',
  inverse: null,
  guards: [ownSecondFactor, breakGlass],
  problem: ({ otp }) =>
    /^\d{4,12}$/.test(otp) ? null : `otp: expected 4 to 12 digits, received ${otp.length} characters.`,
  fingerprint: ({ otp }) => ({ otp }),
  foresee: (before) => before && { ...describeDevice(before), status: 'ACTIVE' },
  holds: (state) => state && (state.device.status === 'UNKNOWN' ? null : state.device.status === 'ACTIVE'),
  objection: async ({ before }) =>
    before === null || ['ACTIVATION_REQUIRED', 'UNKNOWN'].includes(before.device.status)
      ? null
      : {
          code: 'NOT_POSSIBLE',
          message: `The pairing of this device has ended; it is ${before.device.status}. unblockMfaDevice or unlockMfaDevice makes it usable.`,
          retryable: false,
        },
  send: async ({ before, input: { otp }, environment: { provider, context } }) => {
    if (before !== null)
      await provider.mfaWrites.activateDevice(before.user.externalId, before.device.externalId, otp, context);
    return {};
  },
};
