import { deleteDevice } from '../../actions/mfa/delete-device.ts';
import { defineDeviceAction } from './device-mutation.ts';

defineDeviceAction(
  deleteDevice,
  'Removes a second factor from its user. Nothing takes it back: it can only be paired anew. Safe to repeat.',
);
