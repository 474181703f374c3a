import { onceFor } from '../model/once-for.ts';
import { compareText } from '../model/compare-text.ts';

interface Row {
  readonly externalId: string;
}

const ordered = onceFor((rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => compareText(one.externalId, other.externalId)),
);

/** Rows in the order of their ids, once for each list. */
export function inOrder<T extends Row>(rows: readonly T[]): readonly T[] {
  // What is kept for a list holds the rows of that list and no others.
  return ordered(rows) as readonly T[];
}
