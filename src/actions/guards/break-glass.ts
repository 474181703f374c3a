import { listsAccount, listsId } from '../../findings/predicates/lists.ts';
import type { Guard } from './guard.ts';

/** Accounts that the operator keeps for emergencies are not touched by the gateway. */
export const breakGlass: Guard = {
  name: 'break-glass',
  stage: 'FREE',
  check: async ({ breakGlass: kept, subject, user }) =>
    (
      user === null
        ? listsId(kept, subject.directory, subject.externalId)
        : listsAccount(kept, subject.directory, user)
    )
      ? {
          code: 'BREAK_GLASS',
          message:
            'This account is kept for emergencies. It passes when the operator takes it off the break-glass list.',
          retryable: false,
        }
      : null,
};
