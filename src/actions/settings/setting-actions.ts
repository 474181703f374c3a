import type { AnyAction } from '../action.ts';
import {
  createDeviceAuthenticationPolicy,
  deleteDeviceAuthenticationPolicy,
  updateDeviceAuthenticationPolicy,
} from './device-policy-actions.ts';
import { createGroup, deleteGroup, updateGroup } from './group-actions.ts';
import {
  createPasswordPolicy,
  deletePasswordPolicy,
  updatePasswordPolicy,
} from './password-policy-actions.ts';
import { createPopulation, deletePopulation, updatePopulation } from './population-actions.ts';
import { createRole, deleteRole, updateRole } from './role-actions.ts';
import { setPopulationIdentityProvider } from './set-population-identity-provider.ts';
import {
  createSignOnPolicy,
  createSignOnPolicyAction,
  deleteSignOnPolicy,
  deleteSignOnPolicyAction,
  updateSignOnPolicy,
  updateSignOnPolicyAction,
} from './sign-on-policy-actions.ts';

/** Actions on groups, populations, roles and policies. */
export const settingActions: readonly AnyAction[] = [
  createGroup,
  updateGroup,
  deleteGroup,
  createPopulation,
  updatePopulation,
  deletePopulation,
  setPopulationIdentityProvider,
  createRole,
  updateRole,
  deleteRole,
  createPasswordPolicy,
  updatePasswordPolicy,
  deletePasswordPolicy,
  createSignOnPolicy,
  updateSignOnPolicy,
  deleteSignOnPolicy,
  createSignOnPolicyAction,
  updateSignOnPolicyAction,
  deleteSignOnPolicyAction,
  createDeviceAuthenticationPolicy,
  updateDeviceAuthenticationPolicy,
  deleteDeviceAuthenticationPolicy,
];
