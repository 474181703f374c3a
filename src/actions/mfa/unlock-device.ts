import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { type DeviceActionInput, type DeviceState, onDevice } from './device-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';

/**
 * Ends the lock that too many wrong codes brought, before its time is over, and sets the count of wrong codes back (PingOne
 * API reference, "Unlock MFA User Device"). A block stays. Nothing takes it back: only wrong codes lock a device.
 */
export const unlockDevice: Action<DeviceActionInput, DeviceState> = {
  ...onDevice,
  name: 'UNLOCK_MFA_DEVICE',
  summary: 'End the lock of a second factor.',
  mutation: 'unlockMfaDevice',
  effect: 'SET',
  inverse: null,
  guards: [ownSecondFactor, breakGlass],
  // A block hides whether there is a lock behind it.
  holds: (state) =>
    state &&
    (state.device.status === 'BLOCKED' || state.device.status === 'UNKNOWN'
      ? null
      : state.device.status !== 'LOCKED'),
  confirms: (after, _change, sent) =>
    after !== null && after.device.status === 'BLOCKED' && sent !== null ? true : null,
  send: async ({ before, environment: { provider, context } }) => {
    if (before !== null)
      await provider.mfaWrites.unlockDevice(before.user.externalId, before.device.externalId, context);
    return {};
  },
};
