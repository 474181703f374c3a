import type { Capability } from '../../model/directory.ts';
import { type Clock, systemClock } from '../../upstream/clock.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createGoogleApis } from './google-apis.ts';
import { createMemberReads } from './group-members.ts';
import { createGroupReads, GROUPS_PER_PAGE } from './groups.ts';
import { checkHealth } from './health.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { createMfaWrites } from './mfa-writes.ts';
import { createMfaReads } from './mfa.ts';
import { createOwnerReads } from './owners.ts';
import { readProfile } from './profile.ts';
import { createAssignmentReads } from './role-assignments.ts';
import { readRoles } from './roles.ts';
import type { GoogleWorkspaceSettings } from './settings.ts';
import { supportedActions } from './supported-actions.ts';
import { createUserRows } from './user-rows.ts';
import { createUserWrites } from './user-writes.ts';
import { createUserReads, USERS_PER_PAGE } from './users.ts';

/** There is no list of a customer's applications: third-party grants are told per user, and SAML applications not at all. */
const CAPABILITIES: readonly Capability[] = [
  'USERS',
  'GROUPS',
  'NESTED_GROUPS',
  'GROUP_OWNERS',
  'ROLES',
  'ROLE_ASSIGNMENTS',
  'MFA_DEVICES',
  'MFA_IN_LIST',
  'LAST_SIGN_ON',
  'PASSWORD_STATE',
  'REMOVED_USERS',
];

interface GoogleWorkspaceParts {
  readonly settings: GoogleWorkspaceSettings;
  /** `createGoogleWorkspaceUpstream` makes the real one. The provider closes it. */
  readonly upstream: Upstream;
  readonly clock?: Clock;
}

/** One Google Workspace customer as a directory, by the Directory API of the Admin SDK. */
export function createGoogleWorkspaceProvider({
  settings,
  upstream,
  clock = systemClock,
}: GoogleWorkspaceParts): Provider {
  const apis = createGoogleApis(settings, upstream);
  const no = unsupported('GOOGLE_WORKSPACE', settings.key);
  const rows = createUserRows(apis);
  const members = createMemberReads(apis, rows);
  const assignments = createAssignmentReads(apis, members, clock);
  const provider: Provider = {
    kind: 'GOOGLE_WORKSPACE',
    directory: settings.key,
    externalId: settings.customerId,
    region: null,
    capabilities: new Set<Capability>(settings.writable ? [...CAPABILITIES, 'SUSPEND_USER'] : CAPABILITIES),
    actions: supportedActions,
    // A service account is no application of the directory.
    ownApplicationId: null,
    get rateLimit() {
      return upstream.rateLimit;
    },
    usersPerPage: USERS_PER_PAGE,
    groupsPerPage: GROUPS_PER_PAGE,
    listsInheritedRoles: true,
    // Google documents none for lastLoginTime.
    signOnLagMs: 0,
    mfaReportThreshold: Number.POSITIVE_INFINITY,
    profile: async (context) => await readProfile(apis, context),
    checkHealth: async (context) => await checkHealth(provider, apis, context),
    users: { ...no.users, ...createUserReads(apis, { rows, members, assignments }) },
    mfa: { ...no.mfa, ...createMfaReads(apis) },
    groups: { ...no.groups, ...createGroupReads(apis, { members, assignments }) },
    applications: no.applications,
    changes: no.changes,
    settings: { ...no.settings, roles: async (context) => await readRoles(apis, context) },
    owners: { ...no.owners, ...createOwnerReads(apis) },
    controls: no.controls,
    userWrites: { ...no.userWrites, ...createUserWrites(apis, rows) },
    mfaWrites: { ...no.mfaWrites, ...createMfaWrites(apis, rows) },
    membershipWrites: { ...no.membershipWrites, ...createMembershipWrites(apis, assignments, rows) },
    objectWrites: no.objectWrites,
    applicationWrites: no.applicationWrites,
    close: async () => {
      await upstream.close();
    },
  };
  return provider;
}
