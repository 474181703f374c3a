import type { Capability } from '../../model/directory.ts';
import { type Clock, systemClock } from '../../upstream/clock.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createApplicationReads } from './applications.ts';
import { BatchReads } from './batch.ts';
import { createChangeReads } from './changes.ts';
import { GraphApi } from './graph-api.ts';
import { GroupMemberships } from './group-memberships.ts';
import { GROUPS_PER_PAGE, createGroupReads } from './groups.ts';
import { checkHealth } from './health.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { type ChangedFactors, createMfaReads } from './mfa.ts';
import { createMfaWrites } from './mfa-writes.ts';
import { OptionalProperties } from './optional-properties.ts';
import { readLegacyProtocols } from './legacy-protocols.ts';
import { readProfile } from './organization.ts';
import { createOwnerReads } from './owners.ts';
import { RoleAssignments } from './role-assignments.ts';
import { readRoles } from './roles.ts';
import type { EntraIdSettings } from './settings.ts';
import { supportedActions } from './supported-actions.ts';
import { UserList } from './user-list.ts';
import { usersPerPage } from './user-properties.ts';
import { createUserWrites } from './user-writes.ts';
import { createUserReads } from './users.ts';

/** What Microsoft Graph v1.0 can answer; sessions cannot be listed, locks are not told. */
const CAPABILITIES: readonly Capability[] = [
  'USERS',
  'REMOVED_USERS',
  'GROUPS',
  'NESTED_GROUPS',
  'DYNAMIC_GROUPS',
  'GROUP_OWNERS',
  'ROLES',
  'ROLE_ASSIGNMENTS',
  'APPLICATIONS',
  'APPLICATION_OWNERS',
  'MFA_DEVICES',
  'MFA_DEVICE_REPORT',
  'LAST_SIGN_ON',
  'PASSWORD_STATE',
];

const DEFAULT_REPORT_THRESHOLD = 100;
const DEFAULT_SIGN_ON_LAG_HOURS = 24;
/** Second factors and sign-ins are not tracked: the next whole sweep has them. */
const DEFAULT_SWEEP_EVERY_HOURS = 4;

interface EntraIdParts {
  readonly settings: EntraIdSettings;
  /** `createEntraIdUpstream` makes the real one. The provider closes it. */
  readonly upstream: Upstream;
  /** For tests. */
  readonly clock?: Clock;
}

/** One tenant of Microsoft Entra ID as a directory. */
export function createEntraIdProvider({ settings, upstream, clock = systemClock }: EntraIdParts): Provider {
  const api = new GraphApi(settings, upstream);
  const none = unsupported('ENTRA_ID', settings.key);
  const properties = new OptionalProperties(clock);
  const memberships = new GroupMemberships(api);
  const assignments = new RoleAssignments(api, clock);
  const changed: ChangedFactors = new Map();
  const people = new UserList(api, properties);
  const users = createUserReads({
    api,
    properties,
    people,
    memberships,
    assignments,
    unsupported: none.users,
  });
  const followed = settings.deltaQueries ?? true;
  const sweepEveryHours = settings.sweepEveryHours ?? DEFAULT_SWEEP_EVERY_HOURS;
  const lagHours = settings.signOnLagHours ?? DEFAULT_SIGN_ON_LAG_HOURS;
  const provider: Provider = {
    kind: 'ENTRA_ID',
    directory: settings.key,
    externalId: settings.tenantId,
    region: null,
    capabilities: new Set<Capability>([
      ...CAPABILITIES,
      ...(followed ? (['CHANGES'] as const) : []),
      ...(settings.writable ? (['SUSPEND_USER'] as const) : []),
    ]),
    actions: supportedActions,
    // Applications are known by the ids of their service principals, the gateway knows its client id: no action changes applications.
    ownApplicationId: null,
    get rateLimit() {
      return upstream.rateLimit;
    },
    get usersPerPage() {
      return usersPerPage(properties.wanted);
    },
    groupsPerPage: GROUPS_PER_PAGE,
    listsInheritedRoles: true,
    signOnLagMs: (lagHours + (followed ? sweepEveryHours : 0)) * 3_600_000,
    mfaReportThreshold: settings.reportThreshold ?? DEFAULT_REPORT_THRESHOLD,
    profile: async (context) => await readProfile(api, context),
    checkHealth: async (context) => await checkHealth(provider, settings, context),
    users,
    mfa: createMfaReads(api, new BatchReads(api, clock), changed),
    groups: createGroupReads({ api, people, memberships, assignments }),
    applications: { ...none.applications, ...createApplicationReads(api, assignments) },
    changes: followed
      ? createChangeReads(api, assignments, sweepEveryHours * 3_600_000, clock)
      : none.changes,
    settings: { ...none.settings, roles: async (context) => await readRoles(api, context) },
    owners: createOwnerReads(api),
    controls: {
      ...none.controls,
      legacyProtocols: async (context) => await readLegacyProtocols(api, context),
    },
    userWrites: { ...none.userWrites, ...createUserWrites(api) },
    mfaWrites: { ...none.mfaWrites, ...createMfaWrites(api, changed, () => new Date(clock.now())) },
    membershipWrites: {
      ...none.membershipWrites,
      ...createMembershipWrites(api, memberships, assignments),
    },
    objectWrites: none.objectWrites,
    applicationWrites: none.applicationWrites,
    close: async () => {
      await upstream.close();
    },
  };
  return provider;
}
