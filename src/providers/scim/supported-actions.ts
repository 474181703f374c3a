import type { ActionName } from '../../model/action.ts';

/**
 * What the core schema has (RFC 7643): the switch `active`, and members of groups. Passwords, sessions, second factors and
 * administrators' roles are not in it.
 */
export const supportedActions: ReadonlySet<ActionName> = new Set<ActionName>([
  'SUSPEND_USER',
  'UNSUSPEND_USER',
  'ADD_USER_TO_GROUP',
  'REMOVE_USER_FROM_GROUP',
]);
