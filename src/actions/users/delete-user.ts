import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import { self } from '../guards/self.ts';
import { onAccount, type Account } from './user-account.ts';
import type { UserActionInput } from './user-target.ts';

/**
 * Deletes a user with everything that is theirs: memberships, roles, devices, sessions, consents. Nothing brings any of it
 * back; whoever only has to be kept out is better suspended.
 */
export const deleteUser: Action<UserActionInput, Account> = {
  ...onAccount,
  name: 'DELETE_USER',
  summary: 'Delete the user, for good.',
  mutation: 'deleteUser',
  permission: 'user:delete',
  effect: 'DELETE',
  inverse: null,
  offered: true,
  guards: [self, breakGlass, managedElsewhere, lastAdministrator],
  foresee: () => null,
  holds: (state) => state === null,
  send: async ({ target, environment: { provider, context } }) => {
    await provider.userWrites.delete(target.externalId, context);
    return {};
  },
};
