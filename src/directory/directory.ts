import { writableSetting } from '../model/writable-setting.ts';
import type { Capability, DirectoryProfile, HealthCheck } from '../model/directory.ts';
import type { Provider } from '../providers/provider.ts';
import { type CacheKind, DirectoryCache } from './cache.ts';
import type { RequestScope } from './request-scope.ts';
import type { SnapshotStore } from './snapshot/snapshot-store.ts';
import { Sweeper, type SweepSettings } from './snapshot/sweeper.ts';

export interface DirectoryOptions {
  readonly provider: Provider;
  readonly isPrimary: boolean;
  /** Whether the operator lets the gateway change it. */
  readonly writable: boolean;
  /** The variable by which the operator does; left out: the configuration file says so. */
  readonly writableVariable?: string;
  readonly sweep?: SweepSettings;
  /** Where its snapshot outlives the process; null: nowhere. */
  readonly snapshots?: SnapshotStore | null;
}

export interface Health {
  readonly status: 'OK' | 'DEGRADED' | 'FAILED';
  readonly checkedAt: Date;
  readonly checks: readonly HealthCheck[];
}

/** Those that are never kept may still be under way. */
const kindsOfUser = [
  'user',
  'userGroups',
  'userRoleAssignments',
  'devices',
  'password',
  'sessions',
  'linkedAccounts',
  'bypass',
] as const satisfies readonly CacheKind[];

/** One configured instance of a provider with what this process knows of it. */
export class Directory {
  readonly provider: Provider;
  readonly isPrimary: boolean;
  readonly writable: boolean;
  /** What its operator would set to let the gateway change it: `writable: true in rollcall.yaml`. */
  readonly writableSetting: string;
  readonly cache = new DirectoryCache();
  readonly sweeper: Sweeper;
  /** Whether the last read of a user's devices gave an answer; false before the first. */
  readsDevicesWell = false;

  constructor(options: DirectoryOptions) {
    this.provider = options.provider;
    this.isPrimary = options.isPrimary;
    this.writable = options.writable;
    this.writableSetting = writableSetting(options.writableVariable);
    this.sweeper = new Sweeper(this, options.sweep, options.snapshots);
  }

  get key(): string {
    return this.provider.directory;
  }

  can(capability: Capability): boolean {
    return this.provider.capabilities.has(capability);
  }

  profile(scope: RequestScope): Promise<DirectoryProfile> {
    return this.cache.read('profile', '', scope, (context) => this.provider.profile(context));
  }

  /** Tries everything the gateway needs, now. */
  async health(scope: RequestScope): Promise<Health> {
    const checks = await this.provider.checkHealth(scope.context);
    const failed = checks.some((check) => check.status === 'FAILED');
    const unusable = checks.some(
      (check) => check.status === 'FAILED' && (check.code === 'TOKEN' || check.code === 'ENVIRONMENT'),
    );
    const warned = checks.some((check) => check.status === 'WARNING');
    return {
      status: unusable ? 'FAILED' : failed || warned ? 'DEGRADED' : 'OK',
      checkedAt: new Date(),
      checks,
    };
  }

  /** Forgets what is known of a user, after it was changed. */
  evictUser(userId: string): void {
    for (const kind of kindsOfUser) this.cache.evict(kind, userId);
    this.cache.evict('deviceReport', '');
    this.cache.evict('everyMembership', '');
  }

  async close(): Promise<void> {
    await this.sweeper.stop();
    await this.provider.close();
  }
}
