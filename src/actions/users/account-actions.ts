import type { AnyAction } from '../action.ts';
import { forcePasswordChange } from './force-password-change.ts';
import { lockUser, unlockUser } from './lock-user.ts';
import { revokeSession } from './revoke-session.ts';
import { revokeUserSessions } from './revoke-user-sessions.ts';
import { setUserPassword } from './set-user-password.ts';
import { suspendUser, unsuspendUser } from './suspend-user.ts';
import { unlockUserPassword } from './unlock-user-password.ts';

/** Actions on a user's account, its password and its sessions. */
export const accountActions: readonly AnyAction[] = [
  suspendUser,
  unsuspendUser,
  lockUser,
  unlockUser,
  forcePasswordChange,
  setUserPassword,
  unlockUserPassword,
  revokeUserSessions,
  revokeSession,
];
