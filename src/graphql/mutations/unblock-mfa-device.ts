import { unblockDevice } from '../../actions/mfa/block-device.ts';
import { defineDeviceAction } from './device-mutation.ts';

defineDeviceAction(
  unblockDevice,
  'Takes the block of a second factor back. Safe to repeat. `blockMfaDevice` takes it back.',
);
