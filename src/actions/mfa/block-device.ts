import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import {
  describeDevice,
  type DeviceActionInput,
  type DeviceState,
  onDevice,
  sameDevice,
} from './device-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';
import { takeoverOfOwner } from './takeover-of-owner.ts';

/**
 * Blocks one device: it stays paired and cannot be used. Whoever has no other device cannot pass a second factor until it is
 * unblocked or deleted. Sent once (`device.block`), and settled by what is read back.
 */
export const blockDevice: Action<DeviceActionInput, DeviceState> = {
  ...onDevice,
  name: 'BLOCK_MFA_DEVICE',
  summary: 'Block a second factor.',
  mutation: 'blockMfaDevice',
  effect: 'SET',
  inverse: 'UNBLOCK_MFA_DEVICE',
  undo: (entry) => ({ action: 'UNBLOCK_MFA_DEVICE', input: sameDevice(entry) }),
  guards: [ownSecondFactor, breakGlass],
  foresee: (before) => before && { ...describeDevice(before), status: 'BLOCKED' },
  holds: (state) => state && (state.device.status === 'UNKNOWN' ? null : state.device.status === 'BLOCKED'),
  send: async ({ before, environment: { provider, context } }) => {
    if (before !== null)
      await provider.mfaWrites.blockDevice(before.user.externalId, before.device.externalId, context);
    return {};
  },
};

/**
 * Takes a block back. The verb has no page of its own in PingOne's reference, and is named after the one that blocks: a
 * PingOne that does not know it refuses it, and the device stays blocked.
 */
export const unblockDevice: Action<DeviceActionInput, DeviceState> = {
  ...onDevice,
  name: 'UNBLOCK_MFA_DEVICE',
  summary: 'Take the block of a second factor back.',
  mutation: 'unblockMfaDevice',
  effect: 'SET',
  inverse: 'BLOCK_MFA_DEVICE',
  undo: (entry) => ({ action: 'BLOCK_MFA_DEVICE', input: sameDevice(entry) }),
  guards: [ownSecondFactor, breakGlass, takeoverOfOwner],
  holds: (state) => state && (state.device.status === 'UNKNOWN' ? null : state.device.status !== 'BLOCKED'),
  send: async ({ before, environment: { provider, context } }) => {
    if (before !== null)
      await provider.mfaWrites.unblockDevice(before.user.externalId, before.device.externalId, context);
    return {};
  },
};
