import {
  applications,
  attributes,
  flowPolicyAssignments,
  grants,
  secret,
  signOnPolicyAssignments,
} from './applications.ts';
import { configuration } from './configuration.ts';
import { groups, populationIdentityProvider, populations } from './groups.ts';
import { groupNesting, userMemberships } from './memberships.ts';
import { activities, applicationSignOns, totalIdentities } from './metrics.ts';
import { mfaReport } from './mfa-report.ts';
import { environments, licenses, organizations, settingObjects } from './platform.ts';
import type { Resource } from './resource.ts';
import {
  applicationRoleAssignments,
  customRoles,
  groupRoleAssignments,
  platformRoles,
  userRoleAssignments,
} from './roles.ts';
import { deviceNickname, devices, linkedAccounts, sessions } from './user-children.ts';
import { userStatus } from './user-status.ts';
import { users } from './users.ts';

/** The table of everything that the sandbox serves. A further resource is a further row. */
export const RESOURCES: readonly Resource[] = [
  organizations,
  licenses,
  environments,
  platformRoles,
  customRoles,
  ...settingObjects,
  users,
  ...userStatus,
  userMemberships,
  userRoleAssignments,
  devices,
  deviceNickname,
  sessions,
  linkedAccounts,
  populations,
  populationIdentityProvider,
  groups,
  groupNesting,
  groupRoleAssignments,
  applications,
  grants,
  attributes,
  signOnPolicyAssignments,
  flowPolicyAssignments,
  applicationRoleAssignments,
  secret,
  ...configuration,
  applicationSignOns,
  totalIdentities,
  activities,
  ...mfaReport,
];
