import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { type DeviceActionInput, type DeviceState, onDevice } from './device-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';
import { takeoverOfOwner } from './takeover-of-owner.ts';

/**
 * Removes one device from its user. The others stay; when it was the default one, PingOne makes the next in order the
 * default. A device cannot be put back, only paired anew, by whoever holds it.
 */
export const deleteDevice: Action<DeviceActionInput, DeviceState> = {
  ...onDevice,
  name: 'DELETE_MFA_DEVICE',
  summary: 'Remove a second factor.',
  mutation: 'deleteMfaDevice',
  effect: 'DELETE',
  inverse: null,
  guards: [ownSecondFactor, breakGlass, takeoverOfOwner],
  foresee: () => null,
  holds: (state) => state === null,
  send: async ({ before, environment: { provider, context } }) => {
    if (before !== null)
      await provider.mfaWrites.deleteDevice(before.user.externalId, before.device.externalId, context);
    return {};
  },
};
