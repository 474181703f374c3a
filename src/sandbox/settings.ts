/** What one group of services allows: a token bucket. */
export interface RateSetting {
  requestsPerSecond: number;
  /** How many calls may come at once after a rest. */
  burst: number;
}

/**
 * How the sandbox behaves. Mutable while it runs: the next request sees the change.
 * The switches exist where the real behaviour is documented two ways, or not at all.
 */
export interface SandboxSettings {
  /** Per environment; PingOne limits per licence and group of services, without publishing the directory's figure. */
  rate: RateSetting;
  /** Sign-on metrics and the MFA report: 600 a minute. */
  analyticsRate: RateSetting;
  /** Activities: 10 a second. */
  auditRate: RateSetting;
  /** The form of `Retry-After` on a 429. */
  retryAfter: 'seconds' | 'http-date';
  /** Milliseconds before every answer. */
  latencyMs: number;
  /** Serve fewer rows than asked for although more follow, as the documentation allows. */
  shortPages: boolean;
  /** Whether lists say their `count`. */
  counts: boolean;
  /** What a list without the right for it answers. */
  missingRights: 'refuse' | 'empty';
  /** Whom `memberOfGroups[id eq "..."]` finds: with nested and dynamic members, or direct ones only. Not documented. */
  groupMembers: 'effective' | 'direct';
  /** Whether users can be filtered by bounds of `updatedAt`: one page says so, others deny it. */
  updatedAtFilter: boolean;
  /** Whether list rows of users carry `lastSignOn`. */
  lastSignOnInLists: boolean;
  /** What becomes of read-only members in a body. */
  readOnlyMembers: 'ignore' | 'refuse';
  /** Whether a PATCH of a user changes `enabled` and `mfaEnabled`, which have routes of their own. */
  patchChangesStatus: boolean;
  /** Whether `account.lock` without `unlockAt` locks: Terraform relies on it, the documentation denies it. */
  lockWithoutEnd: boolean;
  /** The documentation says 200, a client expects 204. */
  forceChangeStatus: 200 | 204;
  /** Whether an account.lock straight after `PUT enabled` on the same user is answered 415, once: seen by Terraform's provider. */
  lockRefusedAfterEnabled: boolean;
  /** What a caller learns of the secret of a worker application with more rights than its own: documented as 403. */
  strongerSecrets: 'show' | 'refuse';
  /** Whether text attributes of the tenant's own schema can be filtered by bounds, as `startDate` and `endDate` can. */
  customAttributeBounds: boolean;
  /**
   * Seconds until what was created shows: by list (`roles`, `environments`, `users/devices`), or by a list's member
   * (`roles.canAssign`, `populations.theme`). PingOne takes up to a minute while permissions spread. Absent: at once.
   */
  appearsAfterSeconds: Record<string, number>;
  /** What a read of an object that has not appeared yet answers. */
  notYetStatus: 403 | 404;
  /** For how long the role assignments that the service makes for the creator of an environment or population stay read-only. */
  creatorGrantsReadOnlySeconds: number;
  tokenLifetimeSeconds: number;
  report: ReportSettings;
}

interface ReportSettings {
  /** Answer 403, as for a worker application without the right. */
  refused: boolean;
  /** The least time between two reports of an environment; documented as 5 s. */
  throttleSeconds: number;
  /** The age at which the report's source is renewed; documented as 15 minutes. */
  refreshMinutes: number;
  /** How often an asynchronous exploration answers IN_PROGRESS before SUCCESS. */
  readsInProgress: number;
  /** Whether people without a device have a row. */
  usersWithoutDevices: boolean;
}

/** Settings given at start; the rest keeps its default. */
export type SettingsInput = Partial<Omit<SandboxSettings, 'report'>> & {
  readonly report?: Partial<ReportSettings>;
};

export function settingsFrom(input: SettingsInput = {}): SandboxSettings {
  const { report, ...rest } = input;
  return {
    rate: { requestsPerSecond: 1000, burst: 1000 },
    analyticsRate: { requestsPerSecond: 10, burst: 600 },
    auditRate: { requestsPerSecond: 10, burst: 10 },
    retryAfter: 'seconds',
    latencyMs: 0,
    shortPages: false,
    counts: true,
    missingRights: 'refuse',
    groupMembers: 'effective',
    updatedAtFilter: false,
    lastSignOnInLists: true,
    readOnlyMembers: 'ignore',
    patchChangesStatus: false,
    lockWithoutEnd: true,
    forceChangeStatus: 200,
    lockRefusedAfterEnabled: false,
    strongerSecrets: 'show',
    customAttributeBounds: false,
    appearsAfterSeconds: {},
    notYetStatus: 404,
    creatorGrantsReadOnlySeconds: 0,
    tokenLifetimeSeconds: 3600,
    ...rest,
    report: {
      refused: false,
      throttleSeconds: 5,
      refreshMinutes: 15,
      readsInProgress: 1,
      usersWithoutDevices: true,
      ...report,
    },
  };
}
