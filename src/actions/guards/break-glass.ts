import { listed, namesOf } from '../../findings/predicates/lists.ts';
import type { Guard } from './guard.ts';

/** Accounts that the operator keeps for emergencies are not touched by the gateway. */
export const breakGlass: Guard = {
  name: 'break-glass',
  stage: 'FREE',
  check: async ({ breakGlass: kept, subject, user }) =>
    listed(kept, user === null ? [subject.externalId] : [...namesOf(user), ...user.aliases])
      ? {
          code: 'BREAK_GLASS',
          message:
            'This account is kept for emergencies. It passes when the operator takes it off the break-glass list.',
          retryable: false,
        }
      : null,
};
