import { Turns } from '../upstream/turns.ts';

/** So many subjects wait for something at once: enough to batch what must still be read, without holding everybody's facts. */
const mostWaiting = 2_000;

/**
 * Works on each row, and lets others have their turn in between. Work that waits for a read does not keep the next from beginning;
 * what needs no read is over before the next turn. @throws whatever the first work that failed threw, when all have ended.
 */
export async function eachInTurns<T>(
  rows: readonly T[],
  work: (row: T) => Promise<void> | undefined,
): Promise<void> {
  const turns = new Turns();
  const underway = new Underway();
  for (const row of rows) {
    const rest = work(row);
    if (rest !== undefined) underway.add(rest);
    if (turns.isOver) await turns.pause();
    if (underway.count >= mostWaiting) await underway.below(mostWaiting);
  }
  await underway.below(1);
  if (underway.failures.length > 0) throw underway.failures[0];
}

class Underway {
  readonly failures: unknown[] = [];
  count = 0;
  #wake: (() => void) | null = null;

  add(work: Promise<void>): void {
    this.count += 1;
    work.then(
      () => this.#end(),
      (error: unknown) => {
        this.failures.push(error);
        this.#end();
      },
    );
  }

  /** Resolves as soon as fewer than so many are under way. */
  async below(count: number): Promise<void> {
    while (this.count >= count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #end(): void {
    this.count -= 1;
    this.#wake?.();
  }
}
