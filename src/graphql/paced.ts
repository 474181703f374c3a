/** Timers, so that a test can say when time has passed. */
export interface Timers {
  /** Runs `work` once after so many milliseconds; answers how to prevent it. */
  readonly later: (work: () => void, ms: number) => () => void;
}

const realTimers: Timers = {
  later: (work, ms) => {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface Paced<T> {
  readonly tell: (news: T) => void;
  /** Forgets what is held back. */
  readonly stop: () => void;
}

/**
 * Passes on the first news at once, and then at most one in `pauseMs`: always the newest, and never none. What `isUrgent` names
 * is not held back.
 */
export function paced<T>(
  tell: (news: T) => void,
  pauseMs: number,
  isUrgent: (news: T) => boolean,
  timers: Timers = realTimers,
): Paced<T> {
  let held: { readonly news: T } | null = null;
  let cancel: (() => void) | null = null;

  function pass(news: T): void {
    held = null;
    cancel?.();
    cancel = timers.later(() => {
      cancel = null;
      if (held !== null) pass(held.news);
    }, pauseMs);
    tell(news);
  }
  return {
    tell: (news) => {
      if (cancel === null || isUrgent(news)) pass(news);
      else held = { news };
    },
    stop: () => {
      held = null;
      cancel?.();
      cancel = null;
    },
  };
}
