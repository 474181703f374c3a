import { setImmediate } from 'node:timers/promises';

/** Milliseconds for which work over everybody goes on before others have their turn. */
const longestMs = 4;
/** Items after which the clock is looked at. */
const atOnce = 64;

/** Runs `work` over all items and lets others have their turn in between: no item may take long by itself. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let since = performance.now();
  let count = 0;
  for (const item of items) {
    work(item);
    count += 1;
    if (count % atOnce !== 0 || performance.now() - since < longestMs) continue;
    await setImmediate();
    since = performance.now();
  }
}
