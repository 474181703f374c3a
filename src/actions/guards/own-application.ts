import type { Guard } from './guard.ts';
import { sameId } from './same-id.ts';

/** The gateway neither takes away the credential that it works with, nor gives it more power: its roles stay as they are. */
export const ownApplication: Guard = {
  name: 'own-application',
  stage: 'FREE',
  check: async ({ directory, subject }) =>
    subject.type === 'APPLICATION' && sameId(subject.externalId, directory.provider.ownApplicationId)
      ? {
          code: 'OWN_APPLICATION',
          message:
            'This is the application whose credential the gateway itself uses. It passes when the gateway is given another one.',
          retryable: false,
        }
      : null,
};
