import type { Clock } from './clock.ts';
import { onAbort } from './on-abort.ts';

/** Waits. Resolves early, with `false`, when one of the signals fires. */
export function sleep(
  clock: Clock,
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
): Promise<boolean> {
  return new Promise((resolve) => {
    const offs: (() => void)[] = [];
    const end = (whole: boolean): void => {
      for (const off of offs) off();
      resolve(whole);
    };
    offs.push(clock.after(ms, () => end(true)));
    for (const signal of signals) if (signal !== undefined) offs.push(onAbort(signal, () => end(false)));
  });
}
