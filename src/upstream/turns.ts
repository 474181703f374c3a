/**
 * Milliseconds for which work over everybody goes on before others have their turn. What it has begun by then is brought to its end
 * first, so that the stretch may be twice as long.
 */
const longestMs = 3;
/** Items after which the clock is looked at. */
const atOnce = 64;

/** Long works that let others have their turn: of all that there are, one goes on at a time. */
const waiting: (() => void)[] = [];
let isMoving = false;

function nextStretch(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (isMoving) return;
    isMoving = true;
    setImmediate(letOneGoOn);
  });
}

function letOneGoOn(): void {
  const goOn = waiting.shift();
  isMoving = waiting.length > 0;
  // What is asked for within an immediate comes after everything that has arrived until then.
  if (isMoving) setImmediate(letOneGoOn);
  goOn?.();
}

/** Lets others have their turn in the middle of long work, when it is time. */
export class Turns {
  #since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#since >= longestMs;
  }

  /** Resolves at once while it is not time yet. */
  async pause(): Promise<void> {
    if (!this.isOver) return;
    await nextStretch();
    this.#since = performance.now();
  }
}

/** Runs `work` over all items and lets others have their turn in between: no item may take long by itself. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  const turns = new Turns();
  let count = 0;
  for (const item of items) {
    work(item);
    count += 1;
    if (count % atOnce === 0 && turns.isOver) await turns.pause();
  }
}
