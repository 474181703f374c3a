import type { Guard } from './guard.ts';
import { sameId } from './same-id.ts';

/** Nobody shuts out themselves: they could not take it back. */
export const self: Guard = {
  name: 'self',
  stage: 'FREE',
  check: async ({ caller, subject, user }) =>
    subject.type === 'USER' &&
    caller.user?.directory === subject.directory &&
    sameId(caller.user.externalId, user?.externalId ?? subject.externalId)
      ? {
          code: 'SELF',
          message: 'This is your own account. It passes when somebody else asks for it.',
          retryable: false,
        }
      : null,
};
