import { onceFor } from '../model/once-for.ts';

interface Row {
  readonly externalId: string;
}

const indexOf = onceFor(
  (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.externalId, row])),
);

/** The rows of a list by the provider's id. A thousand users who ask for their population read one index. */
export function byExternalId<T extends Row>(rows: readonly T[]): ReadonlyMap<string, T> {
  // The index of a list holds the rows of that list and no others.
  return indexOf(rows) as ReadonlyMap<string, T>;
}
