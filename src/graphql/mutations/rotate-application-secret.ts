import { rotateApplicationSecret } from '../../actions/applications/rotate-application-secret.ts';
import { builder } from '../builder.ts';
import { applicationInputFields, applicationObject, readApplicationInput } from './application-mutation.ts';
import { defineAction } from './define-action.ts';

const RotateApplicationSecretInput = builder.inputType('RotateApplicationSecretInput', {
  description: 'What `rotateApplicationSecret` is to do.',
  fields: (t) => ({
    ...applicationInputFields(t),
    previousExpiresAt: t.field({
      type: 'DateTime',
      description:
        'Until when the secret that is current now goes on working: a minute to thirty days from now. Left out: as long as the provider thinks right.',
    }),
  }),
});

defineAction({
  action: rotateApplicationSecret,
  description:
    "Makes a new client secret of an application. Not safe to repeat without an idempotency key: each time the secret before the current one ends. Refused for the gateway's own application; for one that holds a role that takes over the directory it needs `role:assign` too.",
  input: RotateApplicationSecretInput,
  read: ({ previousExpiresAt, ...rest }) => {
    const { directory, input } = readApplicationInput(rest);
    return { directory, input: { ...input, previousExpiresAt: previousExpiresAt?.toISOString() ?? null } };
  },
  object: applicationObject,
  success: (t) => ({
    secret: t.string({
      nullable: true,
      description:
        'The new secret, shown in this one answer only: it is kept nowhere. Null for a rehearsal, for a repeat with the same idempotency key, and when the answer that held it was lost on its way.',
      extensions: { permission: 'secret:rotate' },
      resolve: ({ once }) => once ?? null,
    }),
  }),
});
