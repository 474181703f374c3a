import { blockDevice } from '../../actions/mfa/block-device.ts';
import { defineDeviceAction } from './device-mutation.ts';

defineDeviceAction(
  blockDevice,
  'Blocks a second factor: it stays paired and cannot be used. Safe to repeat. `unblockMfaDevice` takes it back.',
);
