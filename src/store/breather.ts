import { setImmediate } from 'node:timers/promises';

/** How long one piece of long work may keep others waiting, in milliseconds. */
const longest = 3;

/** Lets others have their turn in the middle of long work. */
export class Breather {
  #since = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.#since < longest) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
