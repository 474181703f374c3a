import type { ActionSuccess } from '../../actions/action-result.ts';
import { pairDevice } from '../../actions/mfa/pair-device.ts';
import type { PairableDeviceType } from '../../providers/mfa-writes.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { encodeGlobalId, localId } from '../global-id.ts';
import { defineAction } from './define-action.ts';
import { policyIn } from './id-in-directory.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const PairableTypeEnum = builder.enumType('PairableMfaDeviceType', {
  description: 'Kinds of second factor that somebody else can pair for a user.',
  values: {
    SMS: { description: 'A code by text message.' },
    VOICE: { description: 'A code by telephone call.' },
    WHATSAPP: { description: 'A code by WhatsApp.' },
    EMAIL: { description: 'A code by mail.' },
    TOTP: { description: 'An authenticator application with time-based codes.' },
  } satisfies Record<PairableDeviceType, { description: string }>,
});

const Input = builder.inputType('PairMfaDeviceInput', {
  description: 'What `pairMfaDevice` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    type: t.field({ type: PairableTypeEnum, required: true, description: 'What kind of second factor.' }),
    contact: t.string({
      description:
        'Telephone number in international format (`+1.5125550100`), or address. Required but for TOTP, which has none.',
    }),
    nickname: t.string({ description: 'What its user shall call it: 1 to 100 characters on one line.' }),
    policy: t.id({
      description: 'Id of the DeviceAuthenticationPolicy that it is paired under; default: the default one.',
    }),
    activationRequired: t.boolean({
      defaultValue: false,
      description: 'Whether its user must give a first code, which is sent to them, before it counts.',
    }),
  }),
});

function read({ policy, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  return { directory, input: { ...input, policyId: policyIn(directory, policy) } };
}

/** The seed, in the one answer that has it. */
function seedOf({ once }: ActionSuccess): { readonly secret: string | null; readonly keyUri: string | null } {
  return once === undefined ? { secret: null, keyUri: null } : JSON.parse(once);
}

defineAction({
  action: pairDevice,
  description:
    'Pairs a second factor for a user. One that is reached by a number or address counts at once, unless `activationRequired`. A user who has the same one already keeps it, and nothing is changed. Another TOTP device is made each time. `deleteMfaDevice` takes it back.',
  input: Input,
  read,
  object: userObject,
  success: (t) => ({
    device: t.id({
      nullable: true,
      description: 'Id of the MfaDevice that was paired; null when it is not told, or none was.',
      resolve: ({ subject, facts }) =>
        typeof facts['deviceId'] === 'string'
          ? encodeGlobalId(
              'MfaDevice',
              localId({ ...subject, externalId: `${subject.externalId}/${facts['deviceId']}` }),
            )
          : null,
    }),
    secret: t.string({
      nullable: true,
      description:
        'The seed of a TOTP device, in this one answer: it is kept nowhere. Null for a rehearsal, for a repeat with the same idempotency key, and when the answer that held it was lost on its way: then delete the device and pair another.',
      extensions: { permission: 'mfa:reset' },
      resolve: (success) => seedOf(success).secret,
    }),
    keyUri: t.string({
      nullable: true,
      description: 'The same seed as an `otpauth:` address for a QR code, where the provider gives one.',
      extensions: { permission: 'mfa:reset' },
      resolve: (success) => seedOf(success).keyUri,
    }),
  }),
});
