import type { Capability, DirectoryProfile } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createGroupReads } from './groups.ts';
import { checkHealth } from './health.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { GROUPS_PER_PAGE, USERS_PER_PAGE } from './page-sizes.ts';
import type { ScimApi } from './scim-api.ts';
import { createScimParts } from './scim-parts.ts';
import type { ScimSettings } from './settings.ts';
import { supportedActions } from './supported-actions.ts';
import { createUserWrites } from './user-writes.ts';
import { createUserReads } from './users.ts';

/**
 * What the standard has. A service may have less, which its discovery pages say and only a call can find out: then the method
 * that needs it fails with `UNSUPPORTED`, and the capability stands.
 */
const CAPABILITIES: readonly Capability[] = ['USERS', 'GROUPS', 'NESTED_GROUPS'];

interface ScimProviderParts {
  readonly settings: ScimSettings;
  /** `createScimUpstream` makes the real one. The provider closes it. */
  readonly upstream: Upstream;
  /** The present moment: how old is what the service said of itself. */
  readonly clock?: () => Date;
}

/** One SCIM 2.0 service as a directory. */
export function createScimProvider({
  settings,
  upstream,
  clock = () => new Date(),
}: ScimProviderParts): Provider {
  const parts = createScimParts(settings, upstream, clock);
  const without = unsupported('SCIM', settings.key);
  const { host, pathname } = new URL(settings.url);
  const provider: Provider = {
    ...without,
    kind: 'SCIM',
    directory: settings.key,
    externalId: `${host}${pathname}`.replace(/\/+$/, ''),
    region: null,
    capabilities: new Set<Capability>(settings.writable ? [...CAPABILITIES, 'SUSPEND_USER'] : CAPABILITIES),
    actions: supportedActions,
    ownApplicationId: null,
    get rateLimit() {
      return upstream.rateLimit;
    },
    usersPerPage: USERS_PER_PAGE,
    groupsPerPage: GROUPS_PER_PAGE,
    listsInheritedRoles: false,
    signOnLagMs: 0,
    mfaReportThreshold: Number.POSITIVE_INFINITY,
    profile: async (context) => await readProfile(parts.api, host, context),
    checkHealth: async (context) => await checkHealth(provider, parts, context),
    users: createUserReads(parts, without.users),
    groups: createGroupReads(parts, without.groups),
    userWrites: createUserWrites(parts.api, without.userWrites),
    membershipWrites: createMembershipWrites(parts, without.membershipWrites),
    close: async () => {
      await upstream.close();
    },
  };
  return provider;
}

/** A service has no name; that it answers is all that there is to know. */
async function readProfile(api: ScimApi, host: string, context: CallContext): Promise<DirectoryProfile> {
  try {
    await api.read('/ServiceProviderConfig', {}, context);
  } catch (error) {
    // It need not have this page to be one.
    if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
    await api.list('Users', { startIndex: '1', count: '1' }, context);
  }
  return {
    name: host,
    region: null,
    type: null,
    status: null,
    organizationId: null,
    licenseId: null,
    purpose: 'UNKNOWN',
    products: [],
    // The schema has no second factors: an empty list of them proves nothing.
    mfaKeptElsewhere: true,
    createdAt: null,
  };
}
