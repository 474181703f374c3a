import { unlockDevice } from '../../actions/mfa/unlock-device.ts';
import { defineDeviceAction } from './device-mutation.ts';

defineDeviceAction(
  unlockDevice,
  'Ends the lock that too many wrong codes brought, before its time is over. A block stays. Safe to repeat.',
);
