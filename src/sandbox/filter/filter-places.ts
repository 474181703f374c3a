import type { ListPlaces, PlaceList } from '../places.ts';
import type { MembersOf } from './evaluate-filter.ts';
import type { Filter } from './parse-filter.ts';

/**
 * Where rows may stand that a filter lets through, by one of its terms that must hold; the filter decides among them. `undefined` where
 * no term tells: every row has to be looked at.
 */
export function placesFor(
  filter: Filter,
  indexed: readonly string[],
  places: ListPlaces,
  membersOf: MembersOf,
): PlaceList | undefined {
  if (filter.kind === 'and') {
    let least: PlaceList | undefined;
    for (const term of filter.terms) {
      const found = placesFor(term, indexed, places, membersOf);
      if (found !== undefined && (least === undefined || found.length < least.length)) least = found;
    }
    return least;
  }
  if (filter.kind === 'within') {
    const { attribute, filter: inner } = filter;
    if (attribute !== 'memberOfGroups' || inner.kind !== 'compare') return undefined;
    return places.ofIds(membersOf(String(inner.value)));
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string')
    return undefined;
  return indexed.includes(filter.attribute) ? places.holding(filter.attribute, filter.value) : undefined;
}
