import type { ActionName } from '../../model/action.ts';

/** Everything that the adapter carries out. */
export const supportedActions: ReadonlySet<ActionName> = new Set([
  'SUSPEND_USER',
  'UNSUSPEND_USER',
  'UNLOCK_USER',
  'FORCE_PASSWORD_CHANGE',
  'REVOKE_USER_SESSIONS',
  'REVOKE_SESSION',
  'DELETE_MFA_DEVICE',
  'RESET_USER_MFA',
  'ADD_USER_TO_GROUP',
  'REMOVE_USER_FROM_GROUP',
  'REMOVE_ROLE_ASSIGNMENT',
  'REMOVE_ROLE_FROM_GROUP',
  'REMOVE_ROLE_FROM_APPLICATION',
] satisfies readonly ActionName[]);
