import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { sameId } from '../guards/same-id.ts';
import { self } from '../guards/self.ts';
import { takeover } from './takeover.ts';
import { onUser, sameUser, type UserActionInput } from './user-target.ts';

interface SetUserIdentityProviderInput extends UserActionInput {
  /** The provider's id of the outside identity provider. */
  readonly identityProvider: string;
}

function describeAuthority({ passwordAuthority: { kind, identityProviderId } }: User): JsonObject {
  return { passwordAuthority: kind, identityProvider: identityProviderId };
}

/**
 * Makes an outside identity provider the one that checks who the user is. The user's own password is not asked for any more.
 * How to make the directory itself check again is not documented, so that only a change from one outside provider to another
 * can be taken back.
 */
export const setUserIdentityProvider: Action<SetUserIdentityProviderInput, User> = {
  ...onUser,
  name: 'SET_USER_IDENTITY_PROVIDER',
  summary: 'Make an outside identity provider check the password.',
  mutation: 'setUserIdentityProvider',
  permission: 'user:write',
  effect: 'SET',
  inverse: 'SET_USER_IDENTITY_PROVIDER',
  guards: [self, breakGlass, lastAdministrator, takeover],
  describe: describeAuthority,
  parameters: ({ identityProvider }) => ({ identityProvider }),
  foresee: (_before, { identityProvider }) => ({ passwordAuthority: 'EXTERNAL', identityProvider }),
  holds: (user, { identityProvider }) => {
    if (user === null || user.passwordAuthority.kind === 'UNKNOWN') return null;
    return sameId(user.passwordAuthority.identityProviderId, identityProvider);
  },
  send: async ({ target, input, environment: { provider, context } }) => {
    await provider.userWrites.setIdentityProvider(target.externalId, input.identityProvider, context);
    return {};
  },
  undo: (entry) => {
    const identityProvider = entry.before?.['identityProvider'];
    return typeof identityProvider === 'string'
      ? { action: 'SET_USER_IDENTITY_PROVIDER', input: { ...sameUser(entry), identityProvider } }
      : null;
  },
};
