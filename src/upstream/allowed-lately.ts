import { CountWindow } from './count-window.ts';

const slotMs = 20;
const slots = 250;
/** Without calls for so long, a limit by the second has nothing to do any more with those before. */
const restMs = 1_000;
/** Over a shorter time, one call more or less would be a rate of its own. */
const shortestMs = 500;

/**
 * What a provider has allowed in the last seconds, and the rate that follows from it. Times are monotonic milliseconds.
 *
 * Calls are counted from when they left, and those of which the answer is not known don't count: an allowed one was counted by the provider
 * later than it left, and earlier than it was answered. However late answers are read here, no rate comes out that is too high.
 */
export class AllowedLately {
  readonly #calls = new CountWindow(slotMs, slots);

  /** A call leaves. */
  left(now: number): void {
    this.#calls.add(now);
  }

  /** A call was refused, or nobody knows what became of it. */
  lost(now: number): void {
    this.#calls.add(now, -1);
  }

  /**
   * Calls a second of a provider that allows at once what it allows in a second, and whose bucket has just become empty: since any
   * moment it has allowed at most that, and as much again for each second that has passed. The moment that says most is the one
   * at which all of it was left and was asked for. Of what was before a rest nothing is to be learnt any more.
   */
  fromFull(now: number, underWay: number): number {
    let allowed = -underWay;
    let most = 0;
    let calledAfterMs = 0;
    for (const [calls, ms] of this.#calls.backwards(now)) {
      if (calls === 0 && ms - calledAfterMs > restMs) break;
      if (calls !== 0) calledAfterMs = ms;
      allowed += calls;
      most = Math.max(most, allowed / (1_000 + ms));
    }
    return most * 1_000;
  }

  /** Calls a second of one that allows `burst` at once: what it has allowed since `since` beyond that, over the time in which that was most. */
  beyond(burst: number, since: number, now: number, underWay: number): number {
    let allowed = -underWay - burst;
    let most = 0;
    for (const [calls, ms] of this.#calls.backwards(now)) {
      if (now - ms < since - slotMs) break;
      allowed += calls;
      if (ms >= shortestMs) most = Math.max(most, allowed / ms);
    }
    return most * 1_000;
  }
}
