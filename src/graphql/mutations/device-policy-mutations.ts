import {
  createDeviceAuthenticationPolicy,
  deleteDeviceAuthenticationPolicy,
  updateDeviceAuthenticationPolicy,
} from '../../actions/settings/device-policy-actions.ts';
import { rowById } from '../listing.ts';
import { DevicePolicyType } from '../mfa-settings.ts';
import { defineObjectActions } from './define-object-actions.ts';
import type { ObjectField } from './object-fields.ts';

const offered = (method: string, words: string): ObjectField => ({
  type: 'Boolean',
  member: `${method}.enabled`,
  description: `Whether ${words} can be used; a new policy does not offer what is not named.`,
});

defineObjectActions({
  what: 'device authentication policy',
  named: { field: 'deviceAuthenticationPolicy', typename: 'DeviceAuthenticationPolicy' },
  create: {
    action: createDeviceAuthenticationPolicy,
    description:
      'Creates a device authentication policy. It holds for nobody until a sign-on policy refers to it.',
  },
  update: {
    action: updateDeviceAuthenticationPolicy,
    description:
      'Changes a device authentication policy; members of the input that are left out stay. Further rules of a method go into `settings`.',
  },
  remove: {
    action: deleteDeviceAuthenticationPolicy,
    description:
      'Deletes a device authentication policy that no sign-on policy refers to; not the default. Nothing takes it back.',
  },
  object: {
    field: 'deviceAuthenticationPolicy',
    type: DevicePolicyType,
    load: ({ directory, externalId }, context) =>
      rowById(context.loaders(directory).settings.deviceAuthenticationPolicies(), externalId),
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    isDefault: {
      type: 'Boolean',
      member: 'default',
      description:
        'Whether it is used where no other is named. Only true can be asked for: it takes it from the other.',
    },
    sms: offered('sms', 'codes by text message'),
    voice: offered('voice', 'codes by telephone call'),
    email: offered('email', 'codes by mail'),
    mobile: offered('mobile', 'mobile applications'),
    totp: offered('totp', 'authenticator applications'),
    fido2: offered('fido2', 'passkeys and security keys'),
    fido2Policy: {
      type: 'ID',
      of: 'Fido2Policy',
      member: 'fido2.fido2PolicyId',
      form: (id) => id,
      description: 'Id of the policy for passkeys and security keys.',
    },
    ignoreUserLock: {
      type: 'Boolean',
      member: 'ignoreUserLock',
      description: 'Whether a locked user can still use a second factor.',
    },
    newDeviceNotification: {
      type: 'String',
      member: 'newDeviceNotification',
      description: 'How people are told about a new device; `NONE`: they are not.',
    },
  },
});
