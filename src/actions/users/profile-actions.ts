import type { AnyAction } from '../action.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { moveUserToPopulation } from './move-user-to-population.ts';
import { setUserIdentityProvider } from './set-user-identity-provider.ts';
import { setUserVerifyStatus } from './set-user-verify-status.ts';
import { unlinkAccount } from './unlink-account.ts';
import { updateUser } from './update-user.ts';

/** Actions that create, change and delete users. */
export const profileActions: readonly AnyAction[] = [
  createUser,
  updateUser,
  deleteUser,
  moveUserToPopulation,
  setUserIdentityProvider,
  setUserVerifyStatus,
  unlinkAccount,
];
