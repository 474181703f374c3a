import type { ChangedObjects } from '../../providers/change-reads.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { applyChanges, type Changed } from '../refresh/apply-changes.ts';
import type { UserEvent } from '../refresh/change-of.ts';
import type { Directory } from '../directory.ts';
import { type Ages, unaskedWholeFor, wholeFor } from './freshness.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Sweep, SweepProgress } from '../sweep/sweep.ts';
import { takeSweep, type SweepPlan } from '../sweep/take-sweep.ts';
import { joined, ToldChanges } from '../refresh/told-changes.ts';

/** A snapshot in which changes were put; null: they could not be, and everything has to be read. */
export interface Refreshed {
  readonly sweep: Sweep;
  readonly events: readonly UserEvent[];
}

/** Refreshes in a row that could not read everything, after which a whole sweep is tried. */
const MOST_FAILURES = 3;

/** Makes the next snapshot of a directory: by what changed since the last one where that is enough, otherwise by reading everything. */
export class Renewer {
  /** What notifications named. */
  readonly told = new ToldChanges();
  readonly #directory: Directory;
  readonly #settings: SweepPlan & Ages;
  readonly #now: () => number;
  #failures = 0;

  constructor(directory: Directory, settings: SweepPlan & Ages, now: () => number) {
    this.#directory = directory;
    this.#settings = settings;
    this.#now = now;
  }

  /** Whether a snapshot has to be taken anew, whatever changed. @param isAsked whether somebody wants it just now. */
  isWholeDue(sweep: Sweep, isAsked: boolean): boolean {
    const isDue = this.told.sweepDue !== null || this.#failures >= MOST_FAILURES;
    if (!isAsked)
      return (
        (isDue && this.mayTakeUnasked(sweep)) || this.#ageOf(sweep) >= unaskedWholeFor(sweep, this.#settings)
      );
    // Reading what was named makes a snapshot without a mark no fresher, and whoever asks wants it fresher.
    return isDue || this.isTooOld(sweep) || sweep.mark === null;
  }

  /** Whether the last whole reading is so long ago that changes may lead to the next, though nobody asks. */
  mayTakeUnasked(sweep: Sweep): boolean {
    return this.#ageOf(sweep) >= this.#settings.timeToLiveMs;
  }

  /** Whether its last whole reading is longer ago than it may be. */
  isTooOld(sweep: Sweep): boolean {
    return this.#ageOf(sweep) >= wholeFor(sweep, this.#settings);
  }

  /**
   * Puts in what changed. Null: only a whole sweep can.
   * @throws {UpstreamError} when the provider does not say what changed, though it may be asked.
   */
  async refresh(before: Sweep, scope: RequestScope): Promise<Refreshed | null> {
    const told = this.told.take();
    let isDone = false;
    try {
      const changed = await this.#changedSince(before, told, scope);
      if (changed === null) return null;
      const applied = await applyChanges(this.#directory, before, changed, scope);
      if ('sweepDue' in applied) return null;
      isDone = applied.complete;
      this.#failures = isDone ? 0 : this.#failures + 1;
      return this.#failures >= MOST_FAILURES ? null : applied;
    } catch (error) {
      if (!(error instanceof UpstreamError && error.code === 'CANCELLED')) this.#failures += 1;
      throw error;
    } finally {
      if (!isDone) this.told.add(told);
    }
  }

  /** Reads everything. @throws {UpstreamError} when not even the first users can be read. */
  async takeWhole(scope: RequestScope, report: (progress: SweepProgress) => void): Promise<Sweep> {
    const told = this.told.take();
    try {
      const sweep = await takeSweep(this.#directory, this.#settings, scope, report);
      this.#failures = 0;
      return sweep;
    } catch (error) {
      this.told.add(told);
      throw error;
    }
  }

  #ageOf({ wholeAt }: Sweep): number {
    return this.#now() - wholeAt.getTime();
  }

  async #changedSince(
    { mark }: Sweep,
    told: ChangedObjects,
    { context }: RequestScope,
  ): Promise<Changed | null> {
    if (mark === null) return { ...told, reach: null };
    try {
      const changes = await this.#directory.provider.changes.since(mark, context);
      return { ...joined(changes, told), reach: changes };
    } catch (error) {
      // The right was taken away, or the provider has stopped telling: from here on everything is read again.
      if (error instanceof UpstreamError && (error.code === 'FORBIDDEN' || error.code === 'UNSUPPORTED'))
        return null;
      throw error;
    }
  }
}
