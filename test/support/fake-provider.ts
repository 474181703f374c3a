import type { Listing, Page } from '../../src/model/coverage.ts';
import { known } from '../../src/model/fact.ts';
import { type User, unsaidUser } from '../../src/model/user.ts';
import type { ApplicationWrites } from '../../src/providers/application-writes.ts';
import type { MembershipWrites } from '../../src/providers/membership-writes.ts';
import type { MfaWrites } from '../../src/providers/mfa-writes.ts';
import type { ObjectWrites } from '../../src/providers/object-writes.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { unsupported } from '../../src/providers/unsupported.ts';
import type { UserWrites } from '../../src/providers/user-writes.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

/** What a fake write does: whether it takes effect, and what the caller is told. */
export interface FakeWrite {
  readonly applied: boolean;
  readonly answer: 'OK' | 'BROKEN' | 'TIMED_OUT' | 'REFUSED';
}

/** What a fake read of a user does. STALE shows the state before the last write. */
export type FakeRead = 'FRESH' | 'STALE' | 'FAILS';

/** A directory in memory without groups or roles, whose every read and write of a user can be told to go wrong. */
export interface FakeProvider extends Provider {
  /** The truth. */
  readonly enabled: Map<string, boolean>;
  /** Writes that reached it. */
  readonly writes: { readonly userId: string; readonly enabled: boolean }[];
  /** Asked for each call; default: all goes well. */
  nextWrite: () => FakeWrite;
  nextRead: () => FakeRead;
}

export function createFakeProvider(userIds: readonly string[], directory = 'fake'): FakeProvider {
  const enabled = new Map(userIds.map((id) => [id, true]));
  const before = new Map(enabled);
  const writes: FakeProvider['writes'] = [];
  const failure = (code: 'UNREACHABLE' | 'TIMED_OUT' | 'FORBIDDEN', mayHaveBeenApplied: boolean) =>
    new UpstreamError({ code, message: `fake ${code}`, directory, route: 'fake', mayHaveBeenApplied });

  const provider: FakeProvider = {
    ...emptyProvider(directory),
    enabled,
    writes,
    nextWrite: () => ({ applied: true, answer: 'OK' }),
    nextRead: () => 'FRESH',
    userWrites: {
      ...noWrites,
      setEnabled: async (userId, on) => {
        const { applied, answer } = provider.nextWrite();
        writes.push({ userId, enabled: on });
        before.set(userId, enabled.get(userId) ?? on);
        if (applied) enabled.set(userId, on);
        if (answer === 'BROKEN') throw failure('UNREACHABLE', true);
        if (answer === 'TIMED_OUT') throw failure('TIMED_OUT', true);
        if (answer === 'REFUSED') throw failure('FORBIDDEN', false);
      },
    },
  };
  Object.assign(provider.users, {
    list: async () => page([...enabled].map(([id, on]) => fakeUser(directory, id, on))),
    get: async (id: string) => {
      const how = provider.nextRead();
      if (how === 'FAILS') throw failure('UNREACHABLE', false);
      const on = (how === 'STALE' ? before : enabled).get(id);
      return on === undefined ? null : fakeUser(directory, id, on);
    },
  });
  return provider;
}

/** Nobody and nothing in it; what cannot be empty throws. */
function emptyProvider(directory: string): Provider {
  return {
    kind: 'SCIM',
    directory,
    externalId: `${directory}-1`,
    region: null,
    capabilities: new Set(['USERS', 'SUSPEND_USER']),
    ownApplicationId: null,
    listsInheritedRoles: true,
    signOnLagMs: 0,
    rateLimit: { requestsPerSecond: null, inFlight: 0, queued: 0, throttledUntil: null, circuit: 'closed' },
    usersPerPage: 200,
    groupsPerPage: 200,
    mfaReportThreshold: 40,
    profile: absent,
    checkHealth: async () => [],
    users: {
      planFilter: (filter) => ({ providerFilter: null, residual: filter }),
      list: async () => page([]),
      get: async () => null,
      findByUsername: async () => [],
      findByEmail: async () => [],
      groupsOf: nothing,
      roleAssignmentsOf: nothing,
      passwordState: absent,
      sessions: nothing,
      linkedAccounts: nothing,
      mfaBypass: absent,
    },
    mfa: { devicesOf: async () => [], report: absent },
    groups: {
      list: async () => page([]),
      get: async () => null,
      getMany: async () => [],
      members: async () => page([]),
      totalMemberCount: async () => null,
      parents: nothing,
      roleAssignmentsOf: nothing,
    },
    applications: {
      list: nothing,
      get: async () => null,
      grants: nothing,
      attributes: nothing,
      signOnPolicyAssignments: nothing,
      roleAssignmentsOf: nothing,
      secretState: absent,
      flowPolicyAssigned: absent,
      usage: async () => new Map(),
    },
    owners: unsupported('SCIM', directory).owners,
    controls: unsupported('SCIM', directory).controls,
    changes: { mark: absent, since: absent },
    settings: {
      populations: nothing,
      roles: nothing,
      signOnPolicies: nothing,
      signOnPolicyActions: nothing,
      passwordPolicies: nothing,
      deviceAuthenticationPolicies: nothing,
      fido2Policies: nothing,
      mfaSettings: absent,
      administratorSecurity: absent,
      identityProviders: nothing,
      identityProviderAttributes: nothing,
      certificates: nothing,
      webhooks: nothing,
      gatewayRoleAssignments: nothing,
      gateways: nothing,
      gatewayCredentials: nothing,
      populationIdentityProvider: absent,
      userActivities: nothing,
    },
    actions: new Set(['SUSPEND_USER', 'UNSUSPEND_USER']),
    userWrites: noWrites,
    mfaWrites: noWrites,
    membershipWrites: noWrites,
    objectWrites: noWrites,
    applicationWrites: noWrites,
    close: async () => {},
  };
}

async function absent(): Promise<never> {
  throw new RangeError('The fake provider does not have this.');
}

/** Every write of every family, each of which fails. */
const noWrites = new Proxy(
  {} as UserWrites & MfaWrites & MembershipWrites & ObjectWrites & ApplicationWrites,
  {
    get: () => absent,
  },
);

async function nothing(): Promise<Listing<never>> {
  return { rows: [], complete: true, reason: null, message: null, observedAt: new Date() };
}

function page<T>(rows: readonly T[]): Page<T> {
  return { rows, nextCursor: null, total: rows.length, observedAt: new Date() };
}

function fakeUser(directory: string, externalId: string, enabled: boolean): User {
  const observedAt = new Date();
  return {
    ...unsaidUser,
    directory,
    externalId,
    username: externalId,
    enabled,
    status: enabled ? 'ACTIVE' : 'SUSPENDED',
    rawStatus: `active=${enabled}`,
    canAuthenticate: enabled,
    lastSignOn: known(null, observedAt),
    mfaEnabled: known(false, observedAt),
    passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
    observedAt,
  };
}
