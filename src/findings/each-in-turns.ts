import { Turns } from './turns.ts';

/** So many subjects wait for something at once: enough to batch what must still be read, without holding everybody's facts. */
const mostWaiting = 2_000;

/**
 * Works on each row, and lets others have their turn in between. Work that waits for a read does not keep the next from beginning;
 * what needs no read is over before the next turn. @throws whatever the first work that failed threw, when all have ended.
 */
export async function eachInTurns<T>(rows: readonly T[], work: (row: T) => Promise<void>): Promise<void> {
  const turns = new Turns();
  let waiting = 0;
  let failure: { readonly error: unknown } | null = null;
  let wake = (): void => {};
  const ended = (): void => {
    waiting -= 1;
    wake();
  };
  for (const row of rows) {
    waiting += 1;
    work(row).then(ended, (error: unknown) => {
      failure ??= { error };
      ended();
    });
    if (turns.isOver) await turns.pause();
    while (waiting >= mostWaiting) await new Promise<void>((resolve) => (wake = resolve));
  }
  while (waiting > 0) await new Promise<void>((resolve) => (wake = resolve));
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}
