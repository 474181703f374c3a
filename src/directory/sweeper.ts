import { setMaxListeners } from 'node:events';
import type { User } from '../model/user.ts';
import type { ChangedObjects } from '../providers/change-reads.ts';
import type { Clock } from '../upstream/clock.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { backgroundClock, Soon } from './background-clock.ts';
import { changeOf, type UserEvent } from './change-of.ts';
import type { Directory } from './directory.ts';
import { type Ages, freshFor } from './freshness.ts';
import { KeptSnapshot } from './kept-snapshot.ts';
import { Renewer } from './renewer.ts';
import { ownScope, unaskedScope } from './own-scope.ts';
import { RoleWalk } from './role-walk.ts';
import type { RequestScope } from './request-scope.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { Sweep, SweepProgress } from './sweep.ts';
import type { SweepPlan } from './take-sweep.ts';
import { UserNews } from './user-news.ts';
import { waitWithin } from './wait-within.ts';

export interface SweepSettings extends SweepPlan, Ages {
  /** How often changes are asked for where nobody asks, in milliseconds, where the provider tells of them. Default: a minute. */
  readonly refreshEveryMs?: number;
  /** For tests. */
  readonly clock?: Clock;
}

export const defaultSweepSettings: SweepSettings = {
  timeToLiveMs: 300_000,
  gappyTimeToLiveMs: 30_000,
  roleWalkLimit: 20_000,
};

const REFRESH_EVERY_MS = 60_000;
/** Notifications come in swarms: so long after the first one they are looked at together. */
const SWARM_MS = 1_000;

export type SweepState = 'NONE' | 'RUNNING' | 'READY' | 'STALE' | 'FAILED';

interface Running {
  readonly done: Promise<Sweep>;
  readonly how: Renewal;
}

interface Renewal {
  /** By the clock of the settings. */
  readonly begunAt: number;
  /** Whether everything is read. */
  whole: boolean;
}

/**
 * The newest snapshot of a directory, taken on demand in the bulk lane and shared by all who ask. Where the provider tells of changes,
 * these are put into it instead of taking it anew. An old one is served while the next is under way; the first one is waited for.
 */
export class Sweeper {
  readonly #directory: Directory;
  readonly #settings: SweepSettings;
  readonly #clock: Clock;
  readonly #kept: KeptSnapshot | null;
  readonly #renewer: Renewer;
  readonly #stopped = new AbortController();
  readonly #listeners = new Set<(progress: SweepProgress) => void>();
  readonly #news = new UserNews();
  /** Users that were changed while a sweep was under way: it may have read them before. */
  readonly #changed = new Map<string, User>();
  /** What else was changed meanwhile. */
  readonly #amendments: ((sweep: Sweep) => Sweep)[] = [];
  readonly #roleWalk: RoleWalk;
  readonly #nextRefresh: Soon;
  readonly #nextSwarm: Soon;
  #sweep: Sweep | null = null;
  #running: Running | null = null;
  #progress: SweepProgress | null = null;
  #failure: unknown = null;
  /** Whether it is known what changed between the saving of a snapshot that was loaded and now. */
  #isProven = true;

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
    this.#kept = snapshots === null ? null : new KeptSnapshot(snapshots, directory, now);
    this.#renewer = new Renewer(directory, settings, now);
    this.#roleWalk = new RoleWalk(directory, now, (change) => this.amend(change));
    const refreshUnasked = (): void => {
      this.refresh(unaskedScope(this.#clock.now())).catch(() => {});
    };
    this.#nextRefresh = new Soon(this.#clock, settings.refreshEveryMs ?? REFRESH_EVERY_MS, refreshUnasked);
    this.#nextSwarm = new Soon(this.#clock, SWARM_MS, refreshUnasked);
  }

  get current(): Sweep | null {
    return this.#sweep;
  }

  /** How far the sweep under way is; null: none is. */
  get progress(): SweepProgress | null {
    return this.#running?.how.whole === true ? this.#progress : null;
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
   * A snapshot that is young enough, or the newest there is while the next one is taken. With a greatest age of the caller's own,
   * changes are asked for before anything is answered.
   * @throws {UpstreamError} `TIMED_OUT` when the first sweep is not done before the caller's deadline: it goes on.
   */
  async read(scope: RequestScope): Promise<Sweep> {
    if (this.#kept?.isLoaded === false) await this.#load(scope, this.#kept);
    const sweep = this.#sweep;
    if (sweep !== null && this.#isFresh(sweep, scope.maxAgeMs)) {
      scope.meter.cacheHit();
      return sweep;
    }
    const next = this.#renew(scope);
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
    if (this.#sweep === null && this.#running === null) return;
    this.#renewer.told.add(changed);
    this.#nextSwarm.ask();
  }

  /** Puts a user that was just changed and read back in the place of the one that the sweep saw. */
  replaceUser(user: User): void {
    const { externalId, observedAt } = user;
    if (this.#running !== null) this.#changed.set(externalId, user);
    const before = this.#sweep;
    if (before === null) {
      this.#news.tellEvent({ user, change: 'UPDATED', observedAt });
      return;
    }
    const old = before.users.rows.find((row) => row.externalId === externalId);
    const after = withUsers(before, new Map([[externalId, user]]));
    this.#put(after, false);
    this.#news.tellUser(user, before);
    // An action reads its subject before it changes anything: that is no news.
    const event = changeOf({ sweep: before, user: old }, { sweep: after, user });
    if (event !== null) this.#news.tellEvent(event);
  }

  /** The same for what is not a user: `change` makes a sweep say what was read back. */
  amend(change: (sweep: Sweep) => Sweep): void {
    if (this.#running !== null) this.#amendments.push(change);
    if (this.#sweep !== null) this.#put(change(this.#sweep), false);
  }

  /** Ends what is under way, and saves what is not saved yet. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#nextRefresh.stop();
    this.#nextSwarm.stop();
    await this.#running?.done.catch(() => {});
    await this.#roleWalk.stop();
    await this.#kept?.flush();
  }

  #isFresh(sweep: Sweep, maxAgeMs: number | null): boolean {
    if (!this.#isProven) return false;
    const limit = Math.min(freshFor(sweep, this.#settings), maxAgeMs ?? Number.POSITIVE_INFINITY);
    return this.#clock.now() - sweep.takenAt.getTime() < limit;
  }

  async #load({ context }: RequestScope, kept: KeptSnapshot): Promise<void> {
    const saved = await waitWithin(kept.load(), context, (code) => this.#notReady(code));
    // What has to be read anew at once is not served in between either: nobody knows how wrong it is.
    if (saved === null || this.#sweep !== null || this.#running !== null || this.#renewer.isTooOld(saved))
      return;
    this.#isProven = saved.mark === null;
    this.#sweep = saved;
    this.#awaitRefresh();
  }

  /** The next snapshot. Changes that were asked for before the caller came may lack what it asks for: then they are asked for again. */
  async #renew(scope: RequestScope): Promise<Sweep> {
    const notBefore = this.#clock.now() - (scope.maxAgeMs ?? Number.POSITIVE_INFINITY);
    for (let running = this.#running; running !== null; running = this.#running) {
      if (running.how.whole || running.how.begunAt >= notBefore) return await running.done;
      await running.done.catch(() => {});
    }
    return await this.#begin(scope);
  }

  #begin(scope: RequestScope): Promise<Sweep> {
    const how = {
      begunAt: this.#clock.now(),
      whole: this.#sweep === null || this.#renewer.isWholeDue(this.#sweep),
    };
    const done = this.#run(how, scope);
    this.#running = { done, how };
    return done;
  }

  async #run(how: Renewal, scope: RequestScope): Promise<Sweep> {
    try {
      const before = this.#sweep;
      const refreshed =
        before === null || how.whole
          ? null
          : await this.#renewer.refresh(before, ownScope(scope, scope.context.lane, this.#stopped.signal));
      how.whole = refreshed === null;
      const next = this.#withWhatChangedHere(refreshed?.sweep ?? (await this.#takeWhole(scope)));
      const events = refreshed?.events ?? [];
      if (events.length === 0) this.#put(next, how.whole);
      else this.#news.tell(this.#sweep ?? next, next, events, (sweep) => this.#put(sweep, false));
      this.#failure = null;
      this.#isProven = true;
      if (!this.#stopped.signal.aborted) this.#roleWalk.begin(this.#sweep ?? next, how.whole);
      return this.#sweep ?? next;
    } catch (error) {
      this.#failure = error;
      throw error;
    } finally {
      this.#running = null;
      this.#progress = null;
      this.#changed.clear();
      this.#amendments.length = 0;
      this.#awaitRefresh();
      if (!this.#renewer.told.isEmpty && this.#sweep !== null) this.#nextSwarm.ask();
    }
  }

  #takeWhole(scope: RequestScope): Promise<Sweep> {
    return this.#renewer.takeWhole(ownScope(scope, 'bulk', this.#stopped.signal), (progress) => {
      this.#progress = progress;
      for (const listener of this.#listeners) listener(progress);
    });
  }

  #put(sweep: Sweep, whole: boolean): void {
    this.#sweep = sweep;
    this.#kept?.take(sweep, whole);
  }

  #withWhatChangedHere(sweep: Sweep): Sweep {
    return this.#amendments.reduce((seen, change) => change(seen), withUsers(sweep, this.#changed));
  }

  /** Only where that costs one question: nobody sweeps a directory that nobody asks about. */
  #awaitRefresh(): void {
    if (this.#sweep !== null && this.#sweep.mark !== null) this.#nextRefresh.ask();
  }

  #notReady(code: 'TIMED_OUT' | 'CANCELLED'): UpstreamError {
    const at = this.#progress;
    const far = at === null ? '' : ` It is at ${at.phase} ${at.done} of ${at.total ?? 'an unknown number'}.`;
    const what = this.#sweep === null ? 'first sweep' : 'refresh of the snapshot';
    return new UpstreamError({
      code,
      message: `The ${what} of "${this.#directory.key}" is still under way; ask again in a while.${far}`,
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
