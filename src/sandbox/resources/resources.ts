import {
  applications,
  attributes,
  flowPolicyAssignments,
  grants,
  signOnPolicyAssignments,
} from './applications.ts';
import { applicationSignOns } from './application-sign-ons.ts';
import { secret } from './application-secret.ts';
import { activities } from './activities.ts';
import { configuration } from './configuration.ts';
import { deviceRoutes } from './devices.ts';
import { environments } from './environments.ts';
import { groups } from './groups.ts';
import { identityMetrics } from './identity-metrics.ts';
import { groupNesting, userMemberships } from './memberships.ts';
import { mfaReport } from './mfa-report.ts';
import { pairingKeys } from './pairing-keys.ts';
import { password } from './password.ts';
import { licenses, organizations, settingObjects } from './platform.ts';
import { populationIdentityProvider, populations } from './populations.ts';
import type { Resource } from './resource.ts';
import {
  applicationRoleAssignments,
  customRoles,
  groupRoleAssignments,
  platformRoles,
  userRoleAssignments,
} from './roles.ts';
import { linkedAccounts, sessions } from './user-children.ts';
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
  password,
  userMemberships,
  userRoleAssignments,
  ...deviceRoutes,
  pairingKeys,
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
  ...identityMetrics,
  ...activities,
  ...mfaReport,
];
