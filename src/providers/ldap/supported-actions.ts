import type { ActionName } from '../../model/action.ts';

const ON_ACCOUNTS: readonly ActionName[] = [
  'SUSPEND_USER',
  'UNSUSPEND_USER',
  'UNLOCK_USER',
  'UNLOCK_USER_PASSWORD',
  'FORCE_PASSWORD_CHANGE',
  'SET_USER_PASSWORD',
  'ADD_USER_TO_GROUP',
  'REMOVE_USER_FROM_GROUP',
];

/** What the adapter carries out. A role is a group, so that it can be taken wherever there are roles at all. */
export function supportedActions(hasRoles: boolean): ReadonlySet<ActionName> {
  return new Set<ActionName>(hasRoles ? [...ON_ACCOUNTS, 'REMOVE_ROLE_ASSIGNMENT'] : ON_ACCOUNTS);
}
