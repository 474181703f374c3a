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

/**
 * What a refusal meant. `stray`: nothing about the rate, only its own call has to wait. `known`: one more of a crowd that
 * changed the rate already. `crowd`: the rate has changed.
 */
export type RefusalMeaning = 'stray' | 'known' | 'crowd';

/**
 * Finds the rate that a provider allows, from what it accepts and refuses (additive increase, multiplicative decrease, but measured).
 *
 * At a refusal the provider's own bucket is empty. Between two refusals, therefore, it accepted exactly what it allows: calls
 * accepted / time between them is the allowed rate, waits included. At the first refusal the last second stands in for that.
 * Afterwards the rate grows slowly for a while (a plateau), then faster and faster until the ceiling or the next refusal; a refusal
 * that confirms the rate makes the next plateau twice as long, so that a long sweep is refused about once a minute.
 *
 * Refusals that are a small share of the calls (below some 10 %, without clusters) don't come of the rate: cutting it would not
 * end them, and cutting it at each of them would end in a few calls a second. Such a stray changes nothing, unless it met a rate
 * that had just grown beyond the measured one. Strays at a measured rate show that the measure was wrong: it then grows at once,
 * doubling each second, until acceptance suffers; each crowd that follows soon makes the next recovery half as bold.
 */
export class AdaptiveRate {
  readonly #ceiling: number;
  readonly #lastSecond = new CountWindow(20, 50);
  readonly #lastMinute = new CountWindow(1_000, 60);
  #rate: number;
  #generation = 0;
  #emptyAt: number | undefined;
  #accepted = 0;
  #resumesAt = 0;
  #grownAt = 0;
  #plateauMs = shortestPlateauMs;
  #short = false;
  #strays = 0;
  #boldness = 1;
  readonly #share = new RefusalShare();
  /** The rate rests on too few calls: grow at once, doubling each second. */
  #groping = false;
  /** What one more accepted call adds to a first guess; 0 when the rate was measured. */
  #worth = 0;

  /** @param ceiling calls a second that are never exceeded; `Infinity` when the rate is to be discovered. */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
    this.#rate = ceiling;
  }

  /** Calls a second; `Infinity` until a refusal when there is no ceiling. */
  get rate(): number {
    return this.#rate;
  }

  /** Goes up with each refusal that changed the rate. A call remembers the one it left under. */
  get generation(): number {
    return this.#generation;
  }

  /** Somebody had to wait for the rate: only then does its growing mean anything. */
  fellShort(): void {
    this.#short = true;
  }

  /** A call that left under `generation` was not refused. Answers whether the rate changed. */
  accepted(now: number, generation: number): boolean {
    if (generation !== this.#generation) return this.#acceptedLate(generation);
    this.#accepted += 1;
    this.#share.add(false);
    this.#lastSecond.add(now);
    this.#lastMinute.add(now);
    if (this.#rate >= this.#ceiling || !this.#short || now <= this.#resumesAt) return false;
    this.#short = false;
    const quiet = now - this.#resumesAt - this.#plateauMs;
    const calm = quiet < 0 ? steadyGrowth : Math.min(1, 2 * steadyGrowth * 2 ** (quiet / 1_000));
    const recovering = this.#strays >= manyStrays ? this.#boldness : 0;
    const growth = this.#groping ? 1 : Math.max(calm, recovering);
    const seconds = Math.min(1_000, now - Math.max(this.#grownAt, this.#resumesAt)) / 1_000;
    this.#grownAt = now;
    this.#rate = Math.min(this.#ceiling, this.#rate * (1 + growth * seconds));
    return true;
  }

  /**
   * A call that left under `generation` was refused, and `pauseMs` is how long the provider wants to be left alone.
   * Unless the refusal is a stray, nothing may leave for so long.
   */
  refused(now: number, generation: number, pauseMs: number): RefusalMeaning {
    if (generation !== this.#generation) {
      this.#resumesAt = Math.max(this.#resumesAt, now + pauseMs);
      return 'known';
    }
    this.#share.add(true);
    if (this.#isStray(now, pauseMs)) {
      this.#strays += 1;
      return 'stray';
    }
    this.#cut(now, pauseMs);
    return 'crowd';
  }

  /** A long pause is a quota's, which no share of refusals makes a stray. */
  #isStray(now: number, pauseMs: number): boolean {
    if (pauseMs > quotaPauseMs || this.#share.crowded) return false;
    const grown = this.#emptyAt !== undefined && now > this.#resumesAt + this.#plateauMs;
    return !grown || this.#strays >= manyStrays;
  }

  #cut(now: number, pauseMs: number): void {
    const before = this.#rate;
    const cycleMs = this.#emptyAt === undefined ? undefined : now - this.#emptyAt;
    this.#worth = 0;
    const measured =
      cycleMs === undefined
        ? this.#firstGuess(now, pauseMs)
        : (this.#accepted / Math.max(1, cycleMs)) * 1_000;
    this.#groping = cycleMs === undefined ? this.#lastMinute.sum(now) < firstSample : this.#accepted < sample;
    if (before === Infinity) {
      this.#rate = Math.max(measured * belowMeasured, this.#groping ? sample : 0);
    } else {
      // A long cycle may hold idle time, which measures our need and not the provider's allowance: halve at most.
      const halve = this.#groping || (cycleMs !== undefined && cycleMs > freshCycleMs);
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

  /** Answers overtake each other: what was accepted before the first refusal, but told after it, belongs to the guess. */
  #acceptedLate(generation: number): boolean {
    if (this.#worth === 0 || generation !== this.#generation - 1) return false;
    const rate = Math.min(this.#ceiling * belowMeasured, this.#rate + this.#worth);
    const changed = rate > this.#rate;
    this.#rate = Math.max(rate, this.#rate);
    return changed;
  }

  /**
   * A short pause speaks of a limit by the second. Such providers allow at once what they allow in a second: what the last second
   * accepted was that, and what was added meanwhile. A long pause speaks of a quota by the minute or so that starts afresh
   * after it: what was accepted since it began, over all of its length.
   */
  #firstGuess(now: number, pauseMs: number): number {
    const quota = pauseMs > quotaPauseMs;
    const overMs = quota
      ? Math.max(1_000, this.#lastMinute.spanMs(now) + pauseMs)
      : 1_000 + this.#lastSecond.spanMs(now);
    this.#worth = (belowMeasured * 1_000) / overMs;
    return ((quota ? this.#lastMinute : this.#lastSecond).sum(now) / overMs) * 1_000;
  }
}
