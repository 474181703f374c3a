import { setMaxListeners } from 'node:events';
import type { User } from '../../model/user.ts';
import type { ChangedObjects } from '../../providers/change-reads.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { UpstreamError } from '../../upstream/upstream-error.ts';
import { backgroundClock } from './background-clock.ts';
import { changeOf, type UserEvent } from '../refresh/change-of.ts';
import type { Directory } from '../directory.ts';
import { freshFor } from './freshness.ts';
import { KeptSnapshot } from './kept-snapshot.ts';
import { notReady } from './not-ready.ts';
import { Renewals, type RenewalSettings } from './renewals.ts';
import type { RequestScope } from '../request-scope.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { Sweep, SweepProgress } from '../sweep/sweep.ts';
import { UserNews } from './user-news.ts';
import { waitWithin } from '../wait-within.ts';
import { withUsers } from './with-users.ts';

export interface SweepSettings extends RenewalSettings {
  /** For tests. */
  readonly clock?: Clock;
}

export const defaultSweepSettings: SweepSettings = {
  timeToLiveMs: 300_000,
  gappyTimeToLiveMs: 30_000,
  roleWalkLimit: 20_000,
};

export type SweepState = 'NONE' | 'RUNNING' | 'READY' | 'STALE' | 'FAILED';

/**
 * The newest snapshot of a directory, taken on demand in the bulk lane and shared by all who ask. Where the provider tells of changes,
 * these are put into it instead of taking it anew. An old one is served while the next is under way; the first one is waited for.
 */
export class Sweeper {
  readonly #directory: Directory;
  readonly #settings: SweepSettings;
  readonly #clock: Clock;
  readonly #kept: KeptSnapshot | null;
  readonly #stopped = new AbortController();
  readonly #listeners = new Set<(progress: SweepProgress) => void>();
  readonly #news = new UserNews();
  readonly #renewals: Renewals;
  #sweep: Sweep | null = null;
  #isLoaded: boolean;
  #loading: Promise<void> | null = null;

  /** @param snapshots where it outlives the process; null: nowhere. */
  constructor(
    directory: Directory,
    settings: SweepSettings = defaultSweepSettings,
    snapshots: SnapshotStore | null = null,
  ) {
    this.#directory = directory;
    // Every call of a sweep listens: thousands of them are no leak.
    setMaxListeners(0, this.#stopped.signal);
    this.#settings = settings;
    this.#clock = settings.clock ?? backgroundClock;
    const now = (): number => this.#clock.now();
    this.#isLoaded = snapshots === null;
    this.#kept = snapshots === null ? null : new KeptSnapshot(snapshots, directory, now);
    const sweepNow = (): Sweep | null => this.#sweep;
    this.#renewals = new Renewals(directory, settings, {
      clock: this.#clock,
      stopped: this.#stopped.signal,
      news: this.#news,
      held: {
        get sweep() {
          return sweepNow();
        },
        put: (sweep, whole) => this.#put(sweep, whole),
        amend: (change) => this.amend(change),
      },
      report: (progress) => {
        for (const listener of this.#listeners) listener(progress);
      },
    });
  }

  get current(): Sweep | null {
    return this.#sweep;
  }

  /** How far the sweep under way is; null: none is. */
  get progress(): SweepProgress | null {
    return this.#renewals.progress;
  }

  get state(): SweepState {
    if (this.#sweep !== null) return this.#isFresh(this.#sweep, null) ? 'READY' : 'STALE';
    if (this.#renewals.isRunning) return 'RUNNING';
    return this.#renewals.hasFailed ? 'FAILED' : 'NONE';
  }

  onProgress(listener: (progress: SweepProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells of every user that came into the snapshot one by one, changed here or at the provider, and of the snapshot before it, which
   * may lack the user; the listener must not throw.
   */
  onUserChanged(listener: (user: User, before: Sweep) => void): () => void {
    return this.#news.onUser(listener);
  }

  /** Tells of every user that was added, changed or removed, here or at the provider; the listener must not throw. */
  onUserEvent(listener: (event: UserEvent) => void): () => void {
    return this.#news.onEvent(listener);
  }

  /**
   * Loads the snapshot that was saved before the process was started, once, without a call to the provider. Until then there is none,
   * for whoever does not wait for this.
   * @throws {UpstreamError} `TIMED_OUT` or `CANCELLED` when the caller does not wait so long: it goes on.
   */
  async loaded({ context }: Pick<RequestScope, 'context'>): Promise<void> {
    if (this.#isLoaded || this.#kept === null) return;
    this.#loading ??= this.#load(this.#kept);
    await waitWithin(this.#loading, context, (code) => this.#notReady(code));
  }

  /**
   * A snapshot that is young enough, or the newest there is while the next one is taken. With a greatest age of the caller's own,
   * changes are asked for before anything is answered.
   * @throws {UpstreamError} `TIMED_OUT` when the first sweep is not done before the caller's deadline: it goes on.
   */
  async read(scope: RequestScope): Promise<Sweep> {
    if (!this.#isLoaded) await this.loaded(scope);
    const held = this.#sweep;
    const isServed = held !== null && (scope.maxAgeMs === null || this.#isFresh(held, scope.maxAgeMs));
    // Whoever cannot wait so long is told that what is missing was not asked for.
    if (isServed && this.#renewals.hasNewcomers)
      await waitWithin(this.#renewals.readNewcomers(scope), scope.context, (code) =>
        this.#notReady(code),
      ).catch(() => {});
    const sweep = this.#sweep;
    if (sweep !== null && this.#isFresh(sweep, scope.maxAgeMs)) {
      scope.meter.cacheHit();
      return sweep;
    }
    const next = this.#renewals.next(scope, true);
    if (sweep !== null && scope.maxAgeMs === null) {
      next.catch(() => {});
      return sweep;
    }
    return await waitWithin(next, scope.context, (code) => this.#notReady(code));
  }

  /** Puts what was changed at the provider into the snapshot, or takes it anew where that is due or there is none. */
  async refresh(scope: RequestScope): Promise<Sweep> {
    return await this.read({ ...scope, maxAgeMs: 0 });
  }

  /** Has what a notification named read again soon. Without a snapshot there is nothing to keep fresh. */
  noteChanged(changed: ChangedObjects): void {
    for (const id of changed.userIds) this.#directory.evictUser(id);
    if (this.#sweep !== null || this.#renewals.isRunning) this.#renewals.note(changed);
  }

  /** Puts a user that was just changed and read back in the place of the one that the sweep saw, or behind all others. */
  replaceUser(user: User): void {
    const { externalId } = user;
    this.#renewals.noteUser(user);
    const before = this.#sweep;
    if (before === null) {
      this.#news.tellRead(user);
      return;
    }
    const old = before.users.rows.find((row) => row.externalId === externalId);
    const after = withUsers(this.#directory, before, new Map([[externalId, user]]));
    if (after === before) return;
    this.#put(after, false);
    this.#news.tellUser(user, before);
    if (old === undefined) this.#renewals.noteNewcomer(externalId);
    // An action reads its subject before it changes anything: that is no news.
    const event = changeOf({ sweep: before, user: old }, { sweep: after, user });
    if (event !== null) this.#news.tellEvent(event);
  }

  /** The same for what is not a user: `change` makes a sweep say what was read back. */
  amend(change: (sweep: Sweep) => Sweep): void {
    this.#renewals.noteAmendment(change);
    if (this.#sweep !== null) this.#put(change(this.#sweep), false);
  }

  /** Ends what is under way, and saves what is not saved yet. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#renewals.stop();
    await this.#kept?.flush();
  }

  #isFresh(sweep: Sweep, maxAgeMs: number | null): boolean {
    if (!this.#renewals.isProven) return false;
    const limit = Math.min(freshFor(sweep, this.#settings), maxAgeMs ?? Number.POSITIVE_INFINITY);
    return this.#clock.now() - sweep.takenAt.getTime() < limit;
  }

  /** What was saved before, once; it takes no call. */
  async #load(kept: KeptSnapshot): Promise<void> {
    try {
      const saved = await kept.load();
      // What has to be read anew at once is not served in between either: nobody knows how wrong it is.
      if (saved === null || this.#stopped.signal.aborted || !this.#renewals.takesIn(saved)) return;
      this.#sweep = saved;
      this.#renewals.awaitRefresh();
    } finally {
      this.#isLoaded = true;
    }
  }

  #put(sweep: Sweep, whole: boolean): void {
    this.#sweep = sweep;
    this.#kept?.take(sweep, whole);
  }

  #notReady(code: 'TIMED_OUT' | 'CANCELLED'): UpstreamError {
    const what = this.#sweep === null ? 'first sweep' : 'refresh of the snapshot';
    return notReady(code, this.#directory.key, what, this.#renewals.progress);
  }
}
