import type { ActionName } from '../../model/action.ts';

/** What Google lets an administrator do; there are no locks to end, and second steps cannot be taken away one by one. */
export const supportedActions: ReadonlySet<ActionName> = new Set<ActionName>([
  'SUSPEND_USER',
  'UNSUSPEND_USER',
  'FORCE_PASSWORD_CHANGE',
  'REVOKE_USER_SESSIONS',
  'RESET_USER_MFA',
  'ADD_USER_TO_GROUP',
  'REMOVE_USER_FROM_GROUP',
  'REMOVE_ROLE_ASSIGNMENT',
  'REMOVE_ROLE_FROM_GROUP',
]);
