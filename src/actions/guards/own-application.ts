import type { Guard } from './guard.ts';

/** The gateway does not take away the credential that it works with. */
export const ownApplication: Guard = {
  name: 'own-application',
  check: async ({ directory, subject }) =>
    subject.type === 'APPLICATION' && subject.externalId === directory.provider.ownApplicationId
      ? {
          code: 'OWN_APPLICATION',
          message:
            'This is the application whose credential the gateway itself uses. It passes when the gateway is given another one.',
          retryable: false,
        }
      : null,
};
