import type { User } from '../../model/user.ts';
import type { ChangedObjects } from '../../providers/change-reads.ts';
import type { Clock } from '../../upstream/clock.ts';
import { Soon } from './background-clock.ts';
import type { UserEvent } from '../refresh/change-of.ts';
import { ChangedMeanwhile } from '../refresh/changed-meanwhile.ts';
import { Newcomers } from '../refresh/newcomers.ts';
import type { Directory } from '../directory.ts';
import type { Ages } from './freshness.ts';
import { ownScope, unaskedScope } from './own-scope.ts';
import { Renewer } from './renewer.ts';
import type { RequestScope } from '../request-scope.ts';
import { RoleWalk } from './role-walk.ts';
import type { Sweep, SweepProgress } from '../sweep/sweep.ts';
import type { SweepPlan } from '../sweep/take-sweep.ts';
import type { UserNews } from './user-news.ts';

export interface RenewalSettings extends SweepPlan, Ages {
  /** How often changes are asked for where nobody asks, in milliseconds, where the provider tells of them. Default: a minute. */
  readonly refreshEveryMs?: number;
}

const REFRESH_EVERY_MS = 60_000;
/** Notifications come in swarms: so long after the first one they are looked at together. */
const SWARM_MS = 1_000;

interface Surroundings {
  readonly clock: Clock;
  /** Ends what is under way. */
  readonly stopped: AbortSignal;
  readonly news: UserNews;
  /** Where the newest snapshot is. */
  readonly held: {
    readonly sweep: Sweep | null;
    put(sweep: Sweep, whole: boolean): void;
    amend(change: (sweep: Sweep) => Sweep): void;
  };
  readonly report: (progress: SweepProgress) => void;
}

interface Running {
  readonly done: Promise<Sweep>;
  /** When what changed is in the snapshot, or it has turned out that only a whole sweep can take it in. */
  readonly changesRead: Promise<void>;
  readonly how: Renewal;
}

interface Renewal {
  /** By the clock of the settings. */
  readonly begunAt: number;
  /** Whether the provider is asked what changed: without that only what was named here is read again. */
  readonly asksChanges: boolean;
  /** Whether everything is read. */
  whole: boolean;
  /** Whether somebody waits for it. */
  isAsked: boolean;
}

/** The renewals of a snapshot, one at a time: because somebody asks, because a notification came, or after a while. */
export class Renewals {
  readonly #around: Surroundings;
  readonly #renewer: Renewer;
  readonly #meanwhile: ChangedMeanwhile;
  readonly #newcomers = new Newcomers();
  readonly #roleWalk: RoleWalk;
  readonly #nextRefresh: Soon;
  readonly #nextSwarm: Soon;
  #running: Running | null = null;
  #progress: SweepProgress | null = null;
  #hasFailed = false;
  #isProven = true;

  constructor(directory: Directory, settings: RenewalSettings, around: Surroundings) {
    this.#around = around;
    const { clock, held } = around;
    const now = (): number => clock.now();
    this.#renewer = new Renewer(directory, settings, now);
    this.#meanwhile = new ChangedMeanwhile(directory, (id) => this.noteNewcomer(id));
    this.#roleWalk = new RoleWalk(directory, now, (change) => held.amend(change));
    this.#nextRefresh = new Soon(clock, settings.refreshEveryMs ?? REFRESH_EVERY_MS, () =>
      this.#refreshUnasked(),
    );
    this.#nextSwarm = new Soon(clock, SWARM_MS, () => {
      // Somebody who asked may have brought it along already.
      if (!this.#renewer.told.isEmpty) this.#refreshUnasked();
    });
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Whether the last one failed. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Whether it is known what changed between the saving of a snapshot that was loaded and now. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /** How far the sweep under way is; null: none is. */
  get progress(): SweepProgress | null {
    return this.#running?.how.whole === true ? this.#progress : null;
  }

  /** Whether a snapshot that was saved is of use. */
  takesIn(saved: Sweep): boolean {
    if (this.#running !== null || this.#renewer.isTooOld(saved)) return false;
    this.#isProven = saved.mark === null;
    return true;
  }

  /** Has what a notification named read again soon. */
  note(changed: ChangedObjects): void {
    this.#renewer.told.add(changed);
    this.#nextSwarm.ask();
  }

  /** A user who came into the snapshot with the row alone: the rest is read soon, and at once where somebody waits for it. */
  noteNewcomer(id: string): void {
    this.#newcomers.add(id);
    const none: ReadonlySet<string> = new Set();
    this.note({ userIds: new Set([id]), groupIds: none, applicationIds: none, sweepDue: null });
  }

  /** Whether there are such users that nobody tried to read yet. */
  get hasNewcomers(): boolean {
    return !this.#newcomers.isEmpty;
  }

  /** Reads them, once; a whole sweep is not waited for. */
  async readNewcomers(scope: RequestScope): Promise<void> {
    // What is under way may have begun before they came.
    for (let turn = 0; turn < 2 && this.hasNewcomers; turn += 1) {
      if (this.#running === null) this.#begin(scope, false).catch(() => {});
      if (this.#running?.how.whole !== false) return;
      await this.#running.changesRead;
    }
  }

  /** A user that was changed here: what is under way may have read it before. */
  noteUser(user: User): void {
    if (this.#running !== null) this.#meanwhile.user(user);
  }

  /** The same for what is not a user. */
  noteAmendment(change: (sweep: Sweep) => Sweep): void {
    if (this.#running !== null) this.#meanwhile.amendment(change);
  }

  /** Only where that costs one question: nobody sweeps a directory that nobody asks about. */
  awaitRefresh(): void {
    const { sweep } = this.#around.held;
    if (sweep !== null && (sweep.mark !== null || !this.#renewer.told.isEmpty)) this.#nextRefresh.ask();
  }

  /** The next snapshot. Changes that were asked for before the caller came may lack what it asks for: then they are asked for again. */
  async next(scope: RequestScope, isAsked: boolean): Promise<Sweep> {
    const notBefore = this.#around.clock.now() - (scope.maxAgeMs ?? Number.POSITIVE_INFINITY);
    for (let running = this.#running; running !== null; running = this.#running) {
      const { how, done } = running;
      if (how.whole || (how.asksChanges && how.begunAt >= notBefore)) {
        how.isAsked ||= isAsked;
        return await done;
      }
      await done.catch(() => {});
    }
    return await this.#begin(scope, isAsked);
  }

  /** After the signal ended what is under way. */
  async stop(): Promise<void> {
    this.#nextRefresh.stop();
    this.#nextSwarm.stop();
    await this.#running?.done.catch(() => {});
    await this.#roleWalk.stop();
  }

  #refreshUnasked(): void {
    const { clock, held } = this.#around;
    if (held.sweep === null || (held.sweep.mark === null && this.#renewer.told.isEmpty)) return;
    this.next({ ...unaskedScope(clock.now()), maxAgeMs: 0 }, false).catch(() => {});
  }

  #begin(scope: RequestScope, isAsked: boolean): Promise<Sweep> {
    const { clock, held } = this.#around;
    const how: Renewal = {
      begunAt: clock.now(),
      asksChanges: held.sweep !== null && held.sweep.mark !== null,
      whole: held.sweep === null || this.#renewer.isWholeDue(held.sweep, isAsked),
      isAsked,
    };
    const ends = [this.#newcomers.take()];
    const changesRead = new Promise<void>((resolve) => void ends.push(resolve));
    const done = this.#run(how, scope, () => {
      for (const end of ends) end();
    });
    this.#running = { done, changesRead, how };
    return done;
  }

  async #run(how: Renewal, scope: RequestScope, endChanges: () => void): Promise<Sweep> {
    const { held, stopped } = this.#around;
    let isDone = false;
    try {
      const before = held.sweep;
      const own = ownScope(scope, scope.context.lane, stopped);
      const refreshed = before === null || how.whole ? null : await this.#renewer.refresh(before, own);
      const isTooSoon =
        !how.whole && !how.isAsked && before !== null && !this.#renewer.mayTakeUnasked(before);
      if (refreshed === null && isTooSoon) return held.sweep ?? before;
      how.whole = refreshed === null;
      if (how.whole) endChanges();
      const read = refreshed?.sweep ?? (await this.#takeWhole(scope));
      await this.#putAndTell(before, read, refreshed?.events ?? null);
      isDone = true;
      this.#hasFailed = false;
      this.#isProven = true;
      const now = held.sweep ?? read;
      if (!stopped.aborted) this.#roleWalk.begin(now, how.whole);
      return now;
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    } finally {
      endChanges();
      this.#running = null;
      this.#progress = null;
      this.#meanwhile.clear();
      this.awaitRefresh();
      // What came while everything was read; what could not be read waits for the next refresh.
      if (isDone && how.whole && !this.#renewer.told.isEmpty) this.#nextSwarm.ask();
    }
  }

  /** @param events what changes brought; null: everything was read. */
  async #putAndTell(before: Sweep | null, read: Sweep, events: readonly UserEvent[] | null): Promise<void> {
    const { held, news, stopped } = this.#around;
    const last = held.sweep;
    const next = this.#meanwhile.putInto(read, before);
    if (events === null || events.length === 0 || last === null) {
      held.put(next, events === null);
      if (events === null && last !== null) news.tellDifferences(last, next, stopped).catch(() => {});
      return;
    }
    const { count } = this.#meanwhile;
    const isOutdated = (): boolean => this.#meanwhile.count !== count;
    const put = (sweep: Sweep): void => {
      if (!isOutdated()) return held.put(sweep, false);
      const now = this.#meanwhile.putInto(read, before);
      held.put({ ...now, users: { ...now.users } }, false);
    };
    await news.tell(last, next, events, put, isOutdated);
  }

  #takeWhole(scope: RequestScope): Promise<Sweep> {
    const { stopped, report } = this.#around;
    return this.#renewer.takeWhole(ownScope(scope, 'bulk', stopped), (progress) => {
      this.#progress = progress;
      report(progress);
    });
  }
}
