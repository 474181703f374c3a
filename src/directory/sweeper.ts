import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { User } from '../model/user.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { CostMeter } from './cost-meter.ts';
import type { Directory } from './directory.ts';
import type { RequestScope } from './request-scope.ts';
import type { Sweep, SweepProgress } from './sweep.ts';
import { takeSweep, type SweepPlan } from './take-sweep.ts';
import { waitWithin } from './wait-within.ts';

export interface SweepSettings extends SweepPlan {
  /** Age from which a sweep is taken anew, in milliseconds. */
  readonly timeToLiveMs: number;
  /** The same for one with gaps: what was missing may be there again soon. */
  readonly gappyTimeToLiveMs: number;
}

export const defaultSweepSettings: SweepSettings = {
  timeToLiveMs: 300_000,
  gappyTimeToLiveMs: 30_000,
  roleWalkLimit: 20_000,
};

export type SweepState = 'NONE' | 'RUNNING' | 'READY' | 'STALE' | 'FAILED';

/**
 * The newest sweep of a directory, taken on demand in the bulk lane and shared by all who ask. An old one is served while
 * the next is under way; the first one is waited for.
 */
export class Sweeper {
  readonly #directory: Directory;
  readonly #settings: SweepSettings;
  readonly #stopped = new AbortController();
  readonly #listeners = new Set<(progress: SweepProgress) => void>();
  readonly #userListeners = new Set<(user: User, before: Sweep) => void>();
  /** Users that were changed while a sweep was under way: it may have read them before. */
  readonly #changed = new Map<string, User>();
  /** What else was changed meanwhile. */
  readonly #amendments: ((sweep: Sweep) => Sweep)[] = [];
  #sweep: Sweep | null = null;
  #running: Promise<Sweep> | null = null;
  #progress: SweepProgress | null = null;
  #failure: unknown = null;

  constructor(directory: Directory, settings: SweepSettings = defaultSweepSettings) {
    this.#directory = directory;
    // Every call of a sweep listens: thousands of them are no leak.
    setMaxListeners(0, this.#stopped.signal);
    this.#settings = settings;
  }

  get current(): Sweep | null {
    return this.#sweep;
  }

  /** How far the sweep under way is; null: none is. */
  get progress(): SweepProgress | null {
    return this.#running === null ? null : this.#progress;
  }

  get state(): SweepState {
    if (this.#sweep !== null) return this.#isFresh(this.#sweep, null) ? 'READY' : 'STALE';
    if (this.#running !== null) return 'RUNNING';
    return this.#failure === null ? 'NONE' : 'FAILED';
  }

  onProgress(listener: (progress: SweepProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of every user that `replaceUser` puts into a sweep, and of that sweep before it; the listener must not throw. */
  onUserChanged(listener: (user: User, before: Sweep) => void): () => void {
    this.#userListeners.add(listener);
    return () => this.#userListeners.delete(listener);
  }

  /**
   * A sweep that is young enough, or the newest there is while the next one is taken.
   * @throws {UpstreamError} `TIMED_OUT` when the first sweep is not done before the caller's deadline: it goes on.
   */
  async read(scope: RequestScope): Promise<Sweep> {
    const sweep = this.#sweep;
    if (sweep !== null && this.#isFresh(sweep, scope.maxAgeMs)) {
      scope.meter.cacheHit();
      return sweep;
    }
    this.#running ??= this.#take(scope);
    if (sweep !== null && scope.maxAgeMs === null) {
      this.#running.catch(() => {});
      return sweep;
    }
    return await waitWithin(this.#running, scope.context, (code) => this.#notReady(code));
  }

  /** Puts a user that was just changed and read back in the place of the one that the sweep saw. */
  replaceUser(user: User): void {
    if (this.#running !== null) this.#changed.set(user.externalId, user);
    const before = this.#sweep;
    if (before === null) return;
    this.#sweep = withUsers(before, new Map([[user.externalId, user]]));
    for (const listener of this.#userListeners) listener(user, before);
  }

  /** The same for what is not a user: `change` makes a sweep say what was read back. */
  amend(change: (sweep: Sweep) => Sweep): void {
    if (this.#running !== null) this.#amendments.push(change);
    if (this.#sweep !== null) this.#sweep = change(this.#sweep);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running?.catch(() => {});
  }

  #isFresh(sweep: Sweep, maxAgeMs: number | null): boolean {
    const { timeToLiveMs, gappyTimeToLiveMs } = this.#settings;
    const own = sweep.coverage.complete ? timeToLiveMs : gappyTimeToLiveMs;
    const limit = Math.min(own, maxAgeMs ?? Number.POSITIVE_INFINITY);
    return Date.now() - sweep.takenAt.getTime() < limit;
  }

  async #take(scope: RequestScope): Promise<Sweep> {
    const own: RequestScope = {
      asOf: scope.asOf,
      maxAgeMs: null,
      meter: new CostMeter(),
      context: {
        lane: 'bulk',
        signal: this.#stopped.signal,
        transactionId: randomUUID(),
        onExchange: scope.meter.onExchange,
      },
    };
    try {
      const sweep = await takeSweep(this.#directory, this.#settings, own, (progress) => {
        this.#progress = progress;
        for (const listener of this.#listeners) listener(progress);
      });
      this.#sweep = this.#amendments.reduce((seen, change) => change(seen), withUsers(sweep, this.#changed));
      this.#failure = null;
      return this.#sweep;
    } catch (error) {
      this.#failure = error;
      throw error;
    } finally {
      this.#running = null;
      this.#changed.clear();
      this.#amendments.length = 0;
    }
  }

  #notReady(code: 'TIMED_OUT' | 'CANCELLED'): UpstreamError {
    const at = this.#progress;
    const far = at === null ? '' : ` It is at ${at.phase} ${at.done} of ${at.total ?? 'an unknown number'}.`;
    return new UpstreamError({
      code,
      message: `The first sweep of "${this.#directory.key}" is still under way; ask again in a while.${far}`,
      directory: this.#directory.key,
      route: 'sweep',
    });
  }
}

function withUsers(sweep: Sweep, changed: ReadonlyMap<string, User>): Sweep {
  if (changed.size === 0) return sweep;
  const rows = sweep.users.rows.map((row) => changed.get(row.externalId) ?? row);
  return { ...sweep, users: { ...sweep.users, rows } };
}
