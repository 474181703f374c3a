import type { Clock } from '../../../src/upstream/clock.ts';

/** How much faster time passes for whoever waits: before a retry, for an answer, for a quota. */
const SPEED = 30;

/** Waits are short, and the time of day is what it is: tokens are as good as they were. */
export const quickClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now() * SPEED,
  after(ms, run) {
    const timer = setTimeout(run, ms / SPEED);
    return () => clearTimeout(timer);
  },
};

/** A time of day that runs as fast, for whoever measures a quota by it. */
export const quickNow = (): number => Date.now() + performance.now() * (SPEED - 1);
