import { vi } from 'vitest';

/**
 * The most that is counted between two turns of others while something works. Time goes by what is counted, a thousand to the
 * millisecond unless said: so it does not depend on the machine.
 */
export async function longestStretch(
  work: (count: () => void) => Promise<unknown>,
  perMs = 1_000,
): Promise<number> {
  let [counted, longest, before] = [0, 0, 0];
  let isDone = false;
  const now = vi.spyOn(performance, 'now').mockImplementation(() => counted / perMs);
  const look = (): void => {
    longest = Math.max(longest, counted - before);
    before = counted;
    if (!isDone) setImmediate(look);
  };
  setImmediate(look);
  try {
    await work(() => {
      counted += 1;
    });
  } finally {
    isDone = true;
    now.mockRestore();
  }
  return Math.max(longest, counted - before);
}
