import type { Capability } from '../../model/directory.ts';
import { type Clock, systemClock } from '../../upstream/clock.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createApplicationReads } from './applications.ts';
import { readAutomations } from './automations.ts';
import { createChangeReads } from './changes.ts';
import { createGroupReads, GROUPS_PER_PAGE } from './groups.ts';
import { checkHealth } from './health.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { createMfaReads } from './mfa.ts';
import { createMfaWrites } from './mfa-writes.ts';
import { OktaApi } from './okta-api.ts';
import { profileOf } from './organisation.ts';
import { createOwnerReads } from './owners.ts';
import { createRoleReader } from './role-assignments.ts';
import { createRoleHolders } from './role-holders.ts';
import { readRoles } from './roles.ts';
import { type OktaSettings, organisationOf } from './settings.ts';
import { supportedActions } from './supported-actions.ts';
import { createUserWrites } from './user-writes.ts';
import { createUserReads, USERS_PER_PAGE } from './users.ts';

const CAPABILITIES: readonly Capability[] = [
  'USERS',
  'REMOVED_USERS',
  'GROUPS',
  'GROUP_OWNERS',
  'ROLES',
  'ROLE_ASSIGNMENTS',
  'APPLICATIONS',
  'MFA_DEVICES',
  'LAST_SIGN_ON',
  'PASSWORD_STATE',
];

/** Lists are made from an index that follows what happens after a while; how long, Okta does not say: seconds, as a rule. */
const INDEX_LAG_MS = 60_000;

/** Sign-ons are not followed in the log: they would have most users read again each day. The next whole sweep has them. */
const SIGN_ON_LAG_MS = 25 * 3_600_000;

interface OktaParts {
  readonly settings: OktaSettings;
  /** `createOktaUpstream` makes the real one. The provider closes it. */
  readonly upstream: Upstream;
  readonly clock?: Clock;
}

/** One Okta organisation as a directory. */
export function createOktaProvider({ settings, upstream, clock = systemClock }: OktaParts): Provider {
  const api = new OktaApi(settings, upstream);
  const none = unsupported('OKTA', settings.key);
  const holders = createRoleHolders(api, clock);
  const roles = createRoleReader(api, holders);
  const users = createUserReads(api, roles, none.users);
  const provider: Provider = {
    ...none,
    kind: 'OKTA',
    directory: settings.key,
    externalId: organisationOf(settings),
    region: null,
    capabilities: new Set<Capability>([
      ...CAPABILITIES,
      ...(settings.systemLog === true ? (['CHANGES'] as const) : []),
      ...(settings.writable ? (['SUSPEND_USER'] as const) : []),
    ]),
    actions: supportedActions,
    suspendable: ['ACTIVE'],
    // An application's client id is its id in Okta.
    ownApplicationId: settings.clientId ?? null,
    get rateLimit() {
      return upstream.rateLimit;
    },
    usersPerPage: USERS_PER_PAGE,
    groupsPerPage: GROUPS_PER_PAGE,
    listsInheritedRoles: true,
    signOnLagMs: settings.systemLog === true ? SIGN_ON_LAG_MS : INDEX_LAG_MS,
    mfaReportThreshold: Number.POSITIVE_INFINITY,
    profile: async () => profileOf(settings),
    checkHealth: async (context) => await checkHealth(provider, api, () => new Date(clock.now()), context),
    users,
    mfa: createMfaReads(api, none.mfa),
    groups: createGroupReads(api, roles, none.groups),
    applications: createApplicationReads(api, none.applications),
    changes: settings.systemLog === true ? createChangeReads(api, holders, clock) : none.changes,
    owners: { ...none.owners, ...createOwnerReads(api) },
    controls: {
      ...none.controls,
      ...(settings.automations === true && {
        inactivityAutomations: async (context) => await readAutomations(api, context),
      }),
    },
    settings: { ...none.settings, roles: async (context) => await readRoles(api, context) },
    userWrites: createUserWrites(api, none.userWrites),
    mfaWrites: createMfaWrites(api, none.mfaWrites),
    membershipWrites: createMembershipWrites(api, users, none.membershipWrites),
    close: async () => {
      await upstream.close();
    },
  };
  return provider;
}
