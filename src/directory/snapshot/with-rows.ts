import { inTurns } from '../../upstream/turns.ts';

/** Rows with some of them replaced, those that are null left out, and new ones at the end. Nothing changed: the same rows. */
export async function withRows<T extends { readonly externalId: string }>(
  rows: readonly T[],
  now: ReadonlyMap<string, T | null>,
): Promise<readonly T[]> {
  if (now.size === 0) return rows;
  const left = new Map(now);
  const kept: T[] = [];
  await inTurns(rows, (row) => {
    const change = now.get(row.externalId);
    left.delete(row.externalId);
    if (change !== null) kept.push(change ?? row);
  });
  for (const added of left.values()) if (added !== null) kept.push(added);
  return kept;
}
