import type { Filter } from './parse-filter.ts';

/** The comparisons of a filter that must all hold; those under `or` are not among them. */
export function comparisons(filter: Filter): Extract<Filter, { kind: 'compare' }>[] {
  if (filter.kind === 'compare') return [filter];
  return filter.kind === 'and' ? filter.terms.flatMap(comparisons) : [];
}
