import type { Invitation } from '../../actions/mfa/invitation.ts';
import { requireMfaEnrollment } from '../../actions/mfa/require-enrollment.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { idIn, policyIn } from './id-in-directory.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const MethodEnum = builder.enumType('MfaInvitationMethod', {
  description: 'How a user is invited to pair a second factor.',
  values: {
    EMAIL: { description: 'A code by mail; that address becomes the device.' },
    SMS: { description: 'A code by text message; that number becomes the device.' },
    VOICE: { description: 'A code by telephone call; that number becomes the device.' },
    WHATSAPP: { description: 'A code by WhatsApp; that number becomes the device.' },
    MOBILE: { description: 'A key for a mobile application, shown once in the answer.' },
  } satisfies Record<Invitation['method'], { description: string }>,
});

const InvitationInput = builder.inputType('MfaInvitationInput', {
  description: 'An invitation to pair a second factor.',
  fields: (t) => ({
    method: t.field({ type: MethodEnum, required: true, description: 'How.' }),
    contact: t.string({
      description:
        "Telephone number in international format, or address. Default: that of the user's record. None for MOBILE.",
    }),
    application: t.id({ description: 'Id of the mobile Application; for MOBILE, and required there.' }),
    policy: t.id({
      description: 'Id of the DeviceAuthenticationPolicy that is paired under; default: the default one.',
    }),
  }),
});

const Input = builder.inputType('RequireMfaEnrollmentInput', {
  description: 'What `requireMfaEnrollment` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    invite: t.field({
      type: InvitationInput,
      description: 'How to invite a user who has no active device. Left out: nobody is invited.',
    }),
  }),
});

function read({ invite, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  if (!invite) return { directory, input };
  const { method, contact, application, policy } = invite;
  const applicationId = idIn('Application', directory, application);
  const policyId = policyIn(directory, policy);
  return { directory, input: { ...input, invite: { method, contact, applicationId, policyId } } };
}

defineAction({
  action: requireMfaEnrollment,
  description:
    'Requires a second factor of a user: switches it on, ends a bypass and, where `invite` says how, begins the pairing of a device. Each is a step. Whether a sign-on asks for it is decided by its sign-on policy. A user who has an active device is not invited. Safe to repeat.',
  input: Input,
  read,
  object: userObject,
  success: (t) => ({
    pairingKey: t.string({
      nullable: true,
      description:
        'The key for the mobile application, in this one answer: a repeat has null, and the gateway keeps it nowhere.',
      extensions: { permission: 'mfa:reset' },
      resolve: ({ once }) => once ?? null,
    }),
    pairingKeyExpiresAt: t.string({
      nullable: true,
      description: 'Until when the key can be used (RFC 3339), where the provider says.',
      resolve: ({ facts }) => (typeof facts['keyExpiresAt'] === 'string' ? facts['keyExpiresAt'] : null),
    }),
  }),
});
