import { type Clock, systemClock } from '../../upstream/clock.ts';

/** The system's time; what waits by it keeps no process alive. */
export const backgroundClock: Clock = {
  ...systemClock,
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Something that is done a while after it was first asked for, however often it is asked for until then. */
export class Soon {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #run: () => void;
  #cancel: (() => void) | null = null;
  #isOver = false;

  constructor(clock: Clock, ms: number, run: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#run = run;
  }

  ask(): void {
    if (this.#cancel !== null || this.#isOver) return;
    this.#cancel = this.#clock.after(this.#ms, () => {
      this.#cancel = null;
      this.#run();
    });
  }

  /** It is not done any more. */
  stop(): void {
    this.#isOver = true;
    this.#cancel?.();
  }
}
