import { AllowedLately } from './allowed-lately.ts';
import { CountWindow } from './count-window.ts';
import { RefusalShare } from './refusal-share.ts';

/** New rates stay this much below what was measured, so that the measured one is not met again at once. */
const belowMeasured = 0.97;
const steadyGrowth = 0.01;
const shortestPlateauMs = 2_000;
const longestPlateauMs = 60_000;
const freshCycleMs = 5_000;
const quotaPauseMs = 5_000;
/** Fewer accepted calls than this say little: some other client of the same licence may have had the rest. */
const sample = 10;
/** A first burst below this may have been the provider's burst alone, far below what it allows in a second. */
const firstSample = 50;
/** So many stray refusals below a measured rate say that it was not the rate that they came of. */
const manyStrays = 2;
/** Crowds closer together than this mean that there is a limit, and that recovering was too bold. */
const soonMs = 10_000;
/** Less than this share of what left at once after a pause was allowed: so many at once are too many. */
const mostOfBurst = 0.8;

/**
 * What a refusal meant. `stray`: nothing about the rate, only its own call has to wait. `known`: one more of a crowd that
 * changed the rate already. `crowd`: the rate has changed.
 */
export type RefusalMeaning = 'stray' | 'known' | 'crowd';

/**
 * Finds the rate that a provider allows, from what it accepts and refuses (additive increase, multiplicative decrease, but measured).
 *
 * At a refusal the provider's own bucket is empty. Between two refusals, therefore, it accepted exactly what it allows: calls
 * accepted / time between them is the allowed rate, waits included. Before the first one nothing is known; then the provider is taken
 * for one that allows at once what it allows in a second.
 * Afterwards the rate grows slowly for a while (a plateau), then faster and faster until the ceiling or the next refusal; a refusal
 * that confirms the rate makes the next plateau twice as long, so that a long sweep is refused about once a minute.
 *
 * A provider that allows less at once shows it by refusing in the middle of the first calls after a pause. Those that it accepted are
 * its burst then; its bucket was full before them, so that they say little of the rate, which grows at once from there: the less a
 * refusal costs, the faster.
 *
 * Refusals that are a small share of the calls (below some 10 %, without clusters) don't come of the rate: cutting it would not
 * end them, and cutting it at each of them would end in a few calls a second. Such a stray changes nothing, unless it met a rate
 * that had just grown beyond the measured one. Strays at a measured rate show that the measure was wrong: it then grows at once,
 * doubling each second, until acceptance suffers; each crowd that follows soon makes the next recovery half as bold.
 */
export class AdaptiveRate {
  readonly #ceiling: number;
  readonly #mostBurst: number;
  readonly #lately = new AllowedLately();
  readonly #lastMinute = new CountWindow(1_000, 60);
  #rate: number;
  #generation = 0;
  #emptyAt: number | undefined;
  #accepted = 0;
  #resumesAt = 0;
  #grownAt = 0;
  #plateauMs = shortestPlateauMs;
  #burst: number;
  #short = false;
  #strays = 0;
  #boldness = 1;
  readonly #share = new RefusalShare();
  /** The rate rests on too few calls, or only on those of a burst: it grows at once, by this share a second. */
  #groping = 0;
  /** The rate is a first guess: length of the quota that it is about, 0 for a limit by the second; `undefined` once it was measured. */
  #guessing: number | undefined;

  /**
   * @param ceiling calls a second that are never exceeded; `Infinity` when the rate is to be discovered.
   * @param mostBurst calls at once that are never exceeded; `Infinity` for those of a second.
   */
  constructor(ceiling: number, mostBurst = Infinity) {
    this.#ceiling = ceiling;
    this.#mostBurst = mostBurst;
    this.#rate = ceiling;
    this.#burst = mostBurst;
  }

  /** Calls a second; `Infinity` until a refusal when there is no ceiling. */
  get rate(): number {
    return this.#rate;
  }

  /** Calls that may leave at once after a rest; `Infinity` while nothing else is known than that they are those of a second. */
  get burst(): number {
    return this.#burst;
  }

  /** Goes up with each refusal that changed the rate. A call remembers the one it left under. */
  get generation(): number {
    return this.#generation;
  }

  /** Somebody had to wait for the rate: only then does its growing mean anything. */
  fellShort(): void {
    this.#short = true;
  }

  /** A call leaves. */
  left(now: number): void {
    this.#lately.left(now);
  }

  /** A call ended of which nobody knows whether the provider allowed it. */
  lost(now: number): void {
    this.#lately.lost(now);
  }

  /** A call that left under `generation` was not refused, and `underWay` others are not back yet. Answers whether the rate changed. */
  accepted(now: number, generation: number, underWay: number): boolean {
    if (generation !== this.#generation) return this.#acceptedLate(now, generation, underWay);
    this.#accepted += 1;
    this.#share.add(false);
    this.#lastMinute.add(now);
    const known = this.#rate >= this.#ceiling && this.#burst >= this.#mostBurst;
    if (known || !this.#short || now <= this.#resumesAt) return false;
    this.#short = false;
    const quiet = now - this.#resumesAt - this.#plateauMs;
    const calm = quiet < 0 ? steadyGrowth : Math.min(1, 2 * steadyGrowth * 2 ** (quiet / 1_000));
    const recovering = this.#strays >= manyStrays ? this.#boldness : 0;
    const growth = Math.max(calm, recovering, this.#groping);
    const seconds = Math.min(1_000, now - Math.max(this.#grownAt, this.#resumesAt)) / 1_000;
    this.#grownAt = now;
    this.#rate = Math.min(this.#ceiling, this.#rate * (1 + growth * seconds));
    this.#burst = Math.min(this.#mostBurst, this.#burst * (1 + steadyGrowth * seconds));
    return true;
  }

  /**
   * A call that left under `generation` was refused, and `pauseMs` is how long the provider wants to be left alone.
   * Unless the refusal is a stray, nothing may leave for so long. `underWay` others are not back yet.
   */
  refused(now: number, generation: number, pauseMs: number, underWay: number): RefusalMeaning {
    this.#lately.lost(now);
    if (generation !== this.#generation) {
      this.#resumesAt = Math.max(this.#resumesAt, now + pauseMs);
      return 'known';
    }
    this.#share.add(true);
    if (this.#isStray(now, pauseMs)) {
      this.#strays += 1;
      return 'stray';
    }
    this.#cut(now, pauseMs, underWay);
    return 'crowd';
  }

  /** A long pause is a quota's, which no share of refusals makes a stray. */
  #isStray(now: number, pauseMs: number): boolean {
    if (pauseMs > quotaPauseMs || this.#share.crowded) return false;
    const grown = this.#emptyAt !== undefined && now > this.#resumesAt + this.#plateauMs;
    return !grown || this.#strays >= manyStrays;
  }

  #cut(now: number, pauseMs: number, underWay: number): void {
    const before = this.#rate;
    const cycleMs = this.#emptyAt === undefined ? undefined : now - this.#emptyAt;
    const atOnce = this.#emptyAt !== undefined && this.#metBurst(now, this.#emptyAt);
    let measured: number;
    let few: boolean;
    if (cycleMs === undefined) {
      this.#guessing = this.#quotaMs(now, pauseMs);
      measured = this.#guess(now, this.#guessing, underWay);
      few = this.#lastMinute.sum(now) < firstSample;
    } else {
      this.#guessing = undefined;
      measured = (this.#accepted / Math.max(1, cycleMs)) * 1_000;
      if (!atOnce && this.#burst < Infinity) {
        measured = Math.max(measured, this.#lately.beyond(this.#burst, this.#resumesAt, now, underWay));
      }
      few = this.#accepted < sample;
    }
    this.#groping = few ? 1 : 0;
    if (atOnce) {
      this.#burst = Math.max(1, this.#accepted);
      this.#groping = 1_000 / Math.max(1_000, pauseMs);
    }
    if (before === Infinity) {
      this.#rate = Math.max(measured * belowMeasured, few ? sample : 0);
    } else {
      // A long cycle may hold idle time, which measures our need and not the provider's allowance: halve at most.
      const halve = this.#groping > 0 || (cycleMs !== undefined && cycleMs > freshCycleMs);
      this.#rate = Math.min(
        before * belowMeasured,
        Math.max(measured * belowMeasured, halve ? before / 2 : 0),
      );
    }
    this.#rate = Math.max(this.#rate, Math.min(1, this.#ceiling / 2));
    const confirmed = cycleMs !== undefined && this.#rate > before * 0.8;
    this.#plateauMs = confirmed ? Math.min(longestPlateauMs, this.#plateauMs * 2) : shortestPlateauMs;
    if (this.#strays >= manyStrays) {
      const soon = cycleMs !== undefined && cycleMs < soonMs;
      this.#boldness = soon ? Math.max(steadyGrowth, this.#boldness / 2) : 1;
    }
    this.#strays = 0;
    this.#share.reset();
    this.#generation += 1;
    this.#emptyAt = now;
    this.#accepted = 0;
    this.#short = false;
    this.#resumesAt = now + pauseMs;
  }

  /**
   * Answers overtake each other: what was accepted before the first refusal, but told after it, belongs to the guess. So does what
   * the provider allowed meanwhile.
   */
  #acceptedLate(now: number, generation: number, underWay: number): boolean {
    if (this.#guessing === undefined || generation !== this.#generation - 1) return false;
    if (this.#guessing > 0) this.#lastMinute.add(now);
    const rate = Math.min(this.#ceiling, this.#guess(now, this.#guessing, underWay)) * belowMeasured;
    const changed = rate > this.#rate;
    this.#rate = Math.max(rate, this.#rate);
    return changed;
  }

  /** Refused in the middle of what left at once when calls began again: so many at once are not allowed. */
  #metBurst(now: number, emptyAt: number): boolean {
    const savedMs = Math.min(1_000, this.#resumesAt - emptyAt);
    const atOnce = Math.min(this.#burst, (this.#rate * savedMs) / 1_000);
    return atOnce >= 2 && now - this.#resumesAt < 1_000 && this.#accepted < atOnce * mostOfBurst;
  }

  /** Length of the quota that a first refusal speaks of; 0 when it speaks of a limit by the second. */
  #quotaMs(now: number, pauseMs: number): number {
    return pauseMs > quotaPauseMs ? Math.max(1_000, this.#lastMinute.spanMs(now) + pauseMs) : 0;
  }

  /**
   * A short pause speaks of a limit by the second. A long one speaks of a quota by the minute or so that starts afresh after it: what
   * was accepted since it began, over all of its length.
   */
  #guess(now: number, quotaMs: number, underWay: number): number {
    if (quotaMs === 0) return this.#lately.fromFull(now, underWay);
    return (this.#lastMinute.sum(now) / quotaMs) * 1_000;
  }
}
