import type { AnyAction } from '../action.ts';
import { addUserToGroup } from './add-user-to-group.ts';
import { assignRoleToApplication, assignRoleToGroup, assignRoleToUser } from './assign-role.ts';
import { nestGroup, unnestGroup } from './nest-group.ts';
import { removeRoleAssignment } from './remove-role-assignment.ts';
import { removeRoleFromApplication, removeRoleFromGroup } from './remove-role.ts';
import { removeUserFromGroup } from './remove-user-from-group.ts';

/** Actions that put users and groups into groups, and give and take roles. */
export const membershipActions: readonly AnyAction[] = [
  addUserToGroup,
  removeUserFromGroup,
  nestGroup,
  unnestGroup,
  assignRoleToUser,
  removeRoleAssignment,
  assignRoleToGroup,
  removeRoleFromGroup,
  assignRoleToApplication,
  removeRoleFromApplication,
];
