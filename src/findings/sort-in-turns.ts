import { Turns } from '../upstream/turns.ts';

/** Items that are sorted in one go, or merged before the clock is looked at: a fraction of a millisecond. */
const atOnce = 512;

/** A sorted copy, made in turns with whatever else there is to do. Equal ones stay in their order. */
export async function sortedInTurns<T>(
  items: readonly T[],
  compare: (one: T, other: T) => number,
): Promise<readonly T[]> {
  const turns = new Turns();
  let runs: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    runs.push(items.slice(at, at + atOnce).toSorted(compare));
    if (turns.isOver) await turns.pause();
  }
  while (runs.length > 1) {
    const longer: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2)
      longer.push(await merged(runs[at] ?? [], runs[at + 1] ?? [], compare, turns));
    runs = longer;
  }
  return runs[0] ?? [];
}

async function merged<T>(
  one: readonly T[],
  other: readonly T[],
  compare: (one: T, other: T) => number,
  turns: Turns,
): Promise<readonly T[]> {
  if (other.length === 0) return one;
  const all: T[] = [];
  let at = 0;
  for (const [place, item] of one.entries()) {
    for (let next = other[at]; next !== undefined && compare(next, item) < 0; next = other[at]) {
      all.push(next);
      at += 1;
      if (at % atOnce === 0 && turns.isOver) await turns.pause();
    }
    all.push(item);
    if (place % atOnce === 0 && turns.isOver) await turns.pause();
  }
  for (; at < other.length; at += 1) {
    const next = other[at];
    if (next !== undefined) all.push(next);
    if (at % atOnce === 0 && turns.isOver) await turns.pause();
  }
  return all;
}
