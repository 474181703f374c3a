import { LRUCache } from 'lru-cache';
import type { CallContext } from '../upstream/call.ts';
import { onAbort } from '../upstream/on-abort.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { RequestScope } from './request-scope.ts';

/** How long a kind of fact may be served again, in milliseconds; 0: only to callers that wait for the same read. */
const timeToLive = {
  profile: 300_000,
  populations: 60_000,
  roles: 300_000,
  signOnPolicies: 60_000,
  signOnPolicyActions: 60_000,
  passwordPolicies: 60_000,
  deviceAuthenticationPolicies: 60_000,
  fido2Policies: 60_000,
  mfaSettings: 60_000,
  administratorSecurity: 60_000,
  identityProviders: 60_000,
  identityProviderAttributes: 60_000,
  certificates: 60_000,
  webhooks: 60_000,
  applications: 60_000,
  application: 60_000,
  applicationGrants: 60_000,
  applicationAttributes: 60_000,
  applicationPolicies: 60_000,
  applicationRoleAssignments: 60_000,
  applicationFlowPolicyAssigned: 60_000,
  gatewayRoleAssignments: 60_000,
  gateways: 60_000,
  gatewayCredentials: 60_000,
  populationIdentityProvider: 60_000,
  applicationOwners: 60_000,
  groupOwners: 60_000,
  legacyProtocols: 60_000,
  inactivityAutomations: 60_000,
  applicationSecret: 0,
  usage: 300_000,
  everyGroup: 30_000,
  everyMembership: 30_000,
  groupParents: 60_000,
  groupRoleAssignments: 60_000,
  groupTotalMembers: 60_000,
  user: 10_000,
  userGroups: 30_000,
  userRoleAssignments: 30_000,
  devices: 30_000,
  deviceReport: 120_000,
  password: 0,
  sessions: 0,
  linkedAccounts: 0,
  bypass: 0,
} as const;

export type CacheKind = keyof typeof timeToLive;

/** Small collections that change seldom: for so long, an old one is served while the next is read. */
const staleWhileRefreshing: ReadonlyMap<CacheKind, number> = new Map([
  ['profile', 3_600_000],
  ['populations', 600_000],
  ['roles', 3_600_000],
]);

const refreshDeadlineMs = 30_000;

interface Stored {
  readonly value: unknown;
  readonly storedAt: number;
}

/**
 * What one directory answered lately, for all requests of this process. It belongs to one credential of one directory, so
 * entries hold the directory's facts and never a decision about a caller. Reads under way are shared; when the one who began
 * a read goes away, it ends, and one of those who still wait begins it again.
 */
export class DirectoryCache {
  readonly #stored: LRUCache<string, Stored>;
  readonly #flights = new Map<string, Promise<unknown>>();
  readonly #now: () => number;

  constructor(options: { readonly maxEntries?: number; readonly now?: () => number } = {}) {
    // With `max`, room for all of them would be taken, and filled, at each start.
    this.#stored = new LRUCache({ maxSize: options.maxEntries ?? 200_000, sizeCalculation: () => 1 });
    this.#now = options.now ?? Date.now;
  }

  read<T>(
    kind: CacheKind,
    key: string,
    scope: RequestScope,
    load: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    const name = `${kind}\n${key}`;
    const stored = this.#stored.get(name);
    const maxAge = Math.min(timeToLive[kind], scope.maxAgeMs ?? Number.POSITIVE_INFINITY);
    if (stored !== undefined && this.#now() - stored.storedAt < maxAge) {
      scope.meter.cacheHit();
      return Promise.resolve(stored.value as T);
    }
    const running = this.#flights.get(name);
    if (stored !== undefined && scope.maxAgeMs === null && this.#isUsable(kind, stored)) {
      if (running === undefined) this.#refresh(kind, name, scope.context, load);
      scope.meter.cacheHit();
      return Promise.resolve(stored.value as T);
    }
    return running === undefined
      ? this.#start(kind, name, scope.context, load)
      : this.#join(running, kind, name, scope, load);
  }

  async #join<T>(
    running: Promise<unknown>,
    kind: CacheKind,
    name: string,
    scope: RequestScope,
    load: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    for (
      let shared: Promise<unknown> | undefined = running;
      shared !== undefined;
      shared = this.#flights.get(name)
    ) {
      scope.meter.cacheHit();
      try {
        return (await joined(shared, scope.context)) as T;
      } catch (error) {
        if (!endedWithItsStarter(error) || scope.context.signal?.aborted === true) throw error;
      }
    }
    return this.#start(kind, name, scope.context, load);
  }

  /** Whether `read` would answer without a call of its own: there is a value that is young enough, or it is being read. */
  holds(kind: CacheKind, key: string, { maxAgeMs }: Pick<RequestScope, 'maxAgeMs'>): boolean {
    const name = `${kind}\n${key}`;
    const stored = this.#stored.peek(name);
    if (stored === undefined) return this.#flights.has(name);
    const maxAge = Math.min(timeToLive[kind], maxAgeMs ?? Number.POSITIVE_INFINITY);
    if (this.#now() - stored.storedAt < maxAge) return true;
    return (maxAgeMs === null && this.#isUsable(kind, stored)) || this.#flights.has(name);
  }

  /** Forgets one value; a read under way is not joined any more, since it may have seen the old state. */
  evict(kind: CacheKind, key: string): void {
    const name = `${kind}\n${key}`;
    this.#stored.delete(name);
    this.#flights.delete(name);
  }

  /** The same for every value of a kind: what a change of a group does to its members, nobody can list. */
  evictAll(kind: CacheKind): void {
    for (const names of [this.#stored, this.#flights])
      for (const name of names.keys()) if (name.startsWith(`${kind}\n`)) names.delete(name);
  }

  clear(): void {
    this.#stored.clear();
    this.#flights.clear();
  }

  #isUsable(kind: CacheKind, stored: Stored): boolean {
    return this.#now() - stored.storedAt < (staleWhileRefreshing.get(kind) ?? 0);
  }

  /** Reads on nobody's account: it outlives the request that noticed, and does not count as its cost. */
  #refresh<T>(
    kind: CacheKind,
    name: string,
    { lane, transactionId }: CallContext,
    load: (context: CallContext) => Promise<T>,
  ): void {
    const deadline = this.#now() + refreshDeadlineMs;
    // A refresh that fails leaves the old value until it is too old; then the caller who waits is told why.
    this.#start(kind, name, { lane, transactionId, deadline }, load).catch(() => {});
  }

  async #start<T>(
    kind: CacheKind,
    name: string,
    context: CallContext,
    load: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    const flight = load(context);
    this.#flights.set(name, flight);
    try {
      const value = await flight;
      if (this.#flights.get(name) === flight && timeToLive[kind] > 0)
        this.#stored.set(name, { value, storedAt: this.#now() });
      return value;
    } finally {
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    }
  }
}

/** Waits for somebody else's read, and no longer than the caller itself stays. */
function joined(flight: Promise<unknown>, { signal }: CallContext): Promise<unknown> {
  if (signal === undefined) return flight;
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(cancelled()));
    flight.finally(stopListening).then(resolve, reject);
  });
}

/** The read ended because its starter went away or had no more time, which says nothing about this caller. */
function endedWithItsStarter(error: unknown): boolean {
  return error instanceof UpstreamError && (error.code === 'TIMED_OUT' || error.code === 'CANCELLED');
}

function cancelled(): UpstreamError {
  return new UpstreamError({
    code: 'CANCELLED',
    message: 'The caller went away before the directory answered.',
    directory: '',
    route: '',
  });
}
