import type { ActionName } from '../../model/action.ts';

/** What the adapter carries out in Okta. */
export const supportedActions: ReadonlySet<ActionName> = new Set<ActionName>([
  'SUSPEND_USER',
  'UNSUSPEND_USER',
  'UNLOCK_USER',
  'FORCE_PASSWORD_CHANGE',
  'REVOKE_USER_SESSIONS',
  'DELETE_MFA_DEVICE',
  'RESET_USER_MFA',
  'ADD_USER_TO_GROUP',
  'REMOVE_USER_FROM_GROUP',
  'REMOVE_ROLE_ASSIGNMENT',
  'REMOVE_ROLE_FROM_GROUP',
]);
