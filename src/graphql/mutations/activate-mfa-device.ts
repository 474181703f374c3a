import { activateDevice } from '../../actions/mfa/activate-device.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { deviceInputFields, deviceObject, readDeviceInput } from './device-mutation.ts';

const Input = builder.inputType('ActivateMfaDeviceInput', {
  description: 'What `activateMfaDevice` is to do.',
  fields: (t) => ({
    ...deviceInputFields(t),
    otp: t.string({
      required: true,
      description: 'The first code that the device shows or received: 4 to 12 digits. It is kept nowhere.',
    }),
  }),
});

defineAction({
  action: activateDevice,
  description:
    'Ends the pairing of a second factor with its first code. Once it is active, a repeat changes nothing.',
  input: Input,
  read: (input: typeof Input.$inferInput) => readDeviceInput(input),
  object: deviceObject,
});
