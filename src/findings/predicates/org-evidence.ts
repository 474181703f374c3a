import type { Evidence } from '../../model/finding.ts';
import type { ListFact, Truth } from '../kleene.ts';

const shown = 10;

/** One line of evidence that names several things: the first ten, and how many more; none for an empty list. */
export function listEvidence(label: string, values: readonly string[]): readonly Evidence[] {
  if (values.length === 0) return [];
  const rest = values.length - shown;
  const text = values.slice(0, shown).join(', ');
  return [{ label, value: rest > 0 ? `${text} and ${rest} more` : text }];
}

/** The names of the rows that certainly fit. */
export function nameEvidence<T extends { readonly name: string }>(
  label: string,
  list: ListFact<T>,
  fits: (row: T) => Truth,
): readonly Evidence[] {
  return listEvidence(
    label,
    list.rows.filter((row) => fits(row) === true).map((row) => row.name),
  );
}
