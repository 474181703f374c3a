import { setImmediate } from 'node:timers/promises';

/**
 * Milliseconds for which an evaluation goes on before others have their turn. What it has begun by then is brought to its end first,
 * so that the stretch is about twice as long.
 */
const longestMs = 3;

/** Lets others have their turn when it is time. */
export class Turns {
  #since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#since >= longestMs;
  }

  async pause(): Promise<void> {
    if (!this.isOver) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
