/** What people write into an id field when they have no id. */
const placeholders: ReadonlySet<string> = new Set(['', '0', '-', 'n/a', 'na', 'null', 'none', 'unknown']);

/** A source id that can tell accounts apart, trimmed; null for none and for a placeholder. */
export function realSourceId(sourceId: string | null): string | null {
  const id = sourceId?.trim() ?? '';
  return placeholders.has(id.toLowerCase()) ? null : id;
}
