import type { Action } from '../action.ts';
import { ownApplication } from '../guards/own-application.ts';
import { type ApplicationActionInput, onApplication } from './application-target.ts';
import { describeSecretState, readSecretState, type SecretKnowledge } from './secret-state.ts';

/** Ends the client secret before the current one at once; whoever still uses it is locked out. The current one stays. */
export const revokePreviousApplicationSecret: Action<ApplicationActionInput, SecretKnowledge> = {
  ...onApplication,
  name: 'REVOKE_PREVIOUS_APPLICATION_SECRET',
  summary: 'End the client secret before the current one.',
  mutation: 'revokePreviousApplicationSecret',
  permission: 'secret:rotate',
  effect: 'SET',
  inverse: null,
  guards: [ownApplication],
  read: readSecretState,
  describe: describeSecretState,
  foresee: (before) => before && { previousSecret: 'NONE', previousSecretExpiresAt: null },
  holds: (state) => (state?.known === true ? !state.secret.hasPrevious : null),
  send: async ({ target, environment: { provider, context } }) => {
    await provider.applicationWrites.deletePreviousSecret(target.externalId, context);
    return {};
  },
};
