import type { Guard } from './guard.ts';

/** Nobody shuts out themselves: they could not take it back. */
export const self: Guard = {
  name: 'self',
  check: async ({ actor, subject }) =>
    subject.type === 'USER' &&
    actor.user?.externalId === subject.externalId &&
    actor.user.directory === subject.directory
      ? {
          code: 'SELF',
          message: 'This is your own account. It passes when somebody else asks for it.',
          retryable: false,
        }
      : null,
};
