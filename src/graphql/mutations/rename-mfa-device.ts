import { renameDevice } from '../../actions/mfa/rename-device.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { deviceInputFields, deviceObject, readDeviceInput } from './device-mutation.ts';

const Input = builder.inputType('RenameMfaDeviceInput', {
  description: 'What `renameMfaDevice` is to do.',
  fields: (t) => ({
    ...deviceInputFields(t),
    nickname: t.string({ required: true, description: 'The new name: 1 to 100 characters on one line.' }),
  }),
});

defineAction({
  action: renameDevice,
  description:
    'Gives a second factor the name that its user sees when choosing among several. Safe to repeat. The same mutation with the old name takes it back.',
  input: Input,
  read: (input: typeof Input.$inferInput) => readDeviceInput(input),
  object: deviceObject,
});
