import type { Capability } from '../../model/directory.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { createMfaWrites } from './mfa-writes.ts';
import { createObjectWrites } from './object-writes.ts';
import { supportedActions } from './supported-actions.ts';
import { createUserWrites } from './user-writes.ts';
import { createApplicationWrites } from './application-writes.ts';
import { createApplicationReads } from './applications.ts';
import { createChangeReads, eventReads } from './changes.ts';
import { createSettingReads } from './directory-settings.ts';
import { EnvironmentApi } from './environment-api.ts';
import { readProfile } from './environment.ts';
import { GROUPS_PER_PAGE, createGroupReads } from './groups.ts';
import { checkHealth } from './health.ts';
import { createMemberIdRead } from './member-ids.ts';
import { createMfaReads } from './mfa.ts';
import type { PingOneSettings } from './settings.ts';
import { USERS_PER_PAGE, createUserReads } from './users.ts';

/** Everything that PingOne can answer; suspending only where the operator allowed writing. */
const CAPABILITIES: readonly Capability[] = [
  'USERS',
  'POPULATIONS',
  'GROUPS',
  'NESTED_GROUPS',
  'DYNAMIC_GROUPS',
  'ROLES',
  'ROLE_ASSIGNMENTS',
  'APPLICATIONS',
  'APPLICATION_USAGE',
  'SIGN_ON_POLICIES',
  'PASSWORD_POLICIES',
  'DEVICE_AUTHENTICATION_POLICIES',
  'IDENTITY_PROVIDERS',
  'CERTIFICATES',
  'MFA_DEVICES',
  'MFA_DEVICE_REPORT',
  'MFA_BYPASS',
  'LAST_SIGN_ON',
  'PASSWORD_STATE',
  'SESSIONS',
  'LINKED_ACCOUNTS',
  'CHANGES',
];

interface PingOneParts {
  readonly settings: PingOneSettings;
  /** `createPingOneUpstream` makes the real one. The provider closes it. */
  readonly upstream: Upstream;
  /** The present moment: which sessions are over, which bypass is open, whether clocks agree. */
  readonly clock?: () => Date;
}

/** One PingOne environment as a directory. */
export function createPingOneProvider({
  settings,
  upstream,
  clock = () => new Date(),
}: PingOneParts): Provider {
  const api = new EnvironmentApi(settings, upstream);
  const none = unsupported('PINGONE', settings.key);
  const users = createUserReads(api, clock);
  const provider: Provider = {
    kind: 'PINGONE',
    directory: settings.key,
    externalId: settings.environmentId,
    region: settings.region,
    capabilities: new Set<Capability>(settings.writable ? [...CAPABILITIES, 'SUSPEND_USER'] : CAPABILITIES),
    actions: supportedActions,
    // The client id of a worker application is its id, unless PingOne says otherwise in the row.
    ownApplicationId: settings.clientId,
    get rateLimit() {
      return upstream.rateLimit;
    },
    usersPerPage: USERS_PER_PAGE,
    groupsPerPage: GROUPS_PER_PAGE,
    listsInheritedRoles: true,
    signOnLagMs: 0,
    mfaReportThreshold: settings.reportThreshold,
    profile: async (context) => await readProfile(api, context),
    checkHealth: async (context) => await checkHealth(provider, api, clock, context),
    users,
    mfa: createMfaReads(api),
    groups: createGroupReads(api, users),
    memberIds: createMemberIdRead(api, users),
    applications: createApplicationReads(api, clock),
    changes: createChangeReads(api, clock),
    events: eventReads,
    settings: createSettingReads(api),
    // PingOne knows no owners, has no protocol without a second factor, and runs no automation that can be read.
    owners: none.owners,
    controls: none.controls,
    userWrites: createUserWrites(api, clock),
    mfaWrites: createMfaWrites(api),
    membershipWrites: createMembershipWrites(api),
    objectWrites: createObjectWrites(api),
    applicationWrites: createApplicationWrites(api),
    close: async () => {
      await upstream.close();
    },
  };
  return provider;
}
