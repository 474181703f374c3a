import type { LinkedAccount } from '../../model/account.ts';
import type { Listing } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { asListed, sameId } from '../guards/same-id.ts';
import { forgetUser, locateUser, type UserActionInput } from './user-target.ts';

interface UnlinkAccountInput extends UserActionInput {
  /** The provider's id of the linked account. */
  readonly linkedAccount: string;
}

interface Links {
  readonly user: User;
  readonly accounts: Listing<LinkedAccount>;
}

/**
 * Takes away the link between a user and an account at an outside identity provider: whoever holds that account signs on as
 * this user no more. Nothing takes it back but the user's own next sign-on there.
 */
export const unlinkAccount: Action<UnlinkAccountInput, Links> = {
  name: 'UNLINK_ACCOUNT',
  summary: 'Take away the link to an account at an outside identity provider.',
  mutation: 'unlinkAccount',
  permission: 'user:write',
  subjectType: 'USER',
  effect: 'SET',
  inverse: null,
  guards: [breakGlass],
  locate: locateUser,
  read: async ({ externalId }, _input, { reads, provider, context }) => {
    const user = await reads.user(externalId);
    return user && { user, accounts: await provider.users.linkedAccounts(externalId, context) };
  },
  user: ({ user }) => user,
  describe: ({ accounts }) => ({
    linkedAccounts: accounts.rows.map(({ externalId }) => externalId).toSorted(),
  }),
  foresee: (before, { linkedAccount }) => ({
    linkedAccounts: (before?.accounts.rows ?? [])
      .map(({ externalId }) => externalId)
      .filter((id) => !sameId(id, linkedAccount))
      .toSorted(),
  }),
  parameters: ({ linkedAccount }) => ({ linkedAccount }),
  holds: (state, { linkedAccount }) => {
    if (state === null) return null;
    if (state.accounts.rows.some(({ externalId }) => sameId(externalId, linkedAccount))) return false;
    return state.accounts.complete ? true : null;
  },
  send: async ({ target, before, input, environment: { provider, context } }) => {
    const linked = asListed(input.linkedAccount, before?.accounts.rows ?? []);
    await provider.userWrites.deleteLinkedAccount(target.externalId, linked, context);
    return {};
  },
  forget: (loaders, target, state) => {
    forgetUser(loaders, target, state?.user ?? null);
  },
};
