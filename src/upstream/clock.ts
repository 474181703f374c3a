/** Time as the upstream sees it; tests put a virtual one in its place. */
export interface Clock {
  /** Milliseconds since the epoch: for deadlines that others set, and for what people see. */
  now(): number;
  /** Milliseconds since some start, never going back: every wait is measured by it, so that a corrected wall clock stalls nothing. */
  monotonic(): number;
  /** Runs `run` once, `ms` from now or a little later. The answer takes it back. */
  after(ms: number, run: () => void): () => void;
}

/** What `setTimeout` can hold; a longer wait would fire at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), longestTimer));
    return () => clearTimeout(timer);
  },
};
