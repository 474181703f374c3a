import { valueAt } from './serve/body.ts';
import type { Row } from './tenant.ts';

/** Places in a list, ascending. */
export type PlaceList = ArrayLike<number>;

const NOWHERE: PlaceList = [];

/** Where rows stand in a list by what they hold, so that a filter need not look at all of them. Forgotten with every change of the tenant. */
export class Places {
  readonly #version: () => number;
  #knownAt = -1;
  #known = new WeakMap<readonly Row[], ListPlaces>();

  constructor(version: () => number) {
    this.#version = version;
  }

  of(list: readonly Row[]): ListPlaces {
    const version = this.#version();
    if (version !== this.#knownAt) {
      this.#knownAt = version;
      this.#known = new WeakMap();
    }
    let places = this.#known.get(list);
    if (places === undefined) this.#known.set(list, (places = new ListPlaces(list)));
    return places;
  }
}

/** The places of one list, as it is now. */
export class ListPlaces {
  readonly #list: readonly Row[];
  /** `undefined` where values are not all texts. */
  readonly #byAttribute = new Map<string, ReadonlyMap<string, PlaceList> | undefined>();
  readonly #asked = new Set<string>();
  readonly #ofMembers = new Map<ReadonlySet<string>, PlaceList>();
  #byId: ReadonlyMap<string, number> | undefined;

  constructor(list: readonly Row[]) {
    this.#list = list;
  }

  /**
   * Where a row may stand whose attribute equals a value in all but the case of its letters; `undefined` where that is not known. It
   * is not at the first question about an attribute: where something changes between any two, sorting everybody would cost more than looking.
   */
  holding(attribute: string, value: string): PlaceList | undefined {
    if (!this.#asked.has(attribute)) {
      this.#asked.add(attribute);
      return undefined;
    }
    if (!this.#byAttribute.has(attribute)) this.#byAttribute.set(attribute, sorted(this.#list, attribute));
    const byValue = this.#byAttribute.get(attribute);
    return byValue === undefined ? undefined : (byValue.get(value.toLowerCase()) ?? NOWHERE);
  }

  /** Where the rows of these ids stand. */
  ofIds(ids: ReadonlySet<string>): PlaceList {
    let places = this.#ofMembers.get(ids);
    if (places === undefined) {
      this.#byId ??= new Map(this.#list.map(({ id }, place) => [id, place]));
      const found: number[] = [];
      for (const id of ids) {
        const place = this.#byId.get(id);
        if (place !== undefined) found.push(place);
      }
      places = Uint32Array.from(found).toSorted();
      this.#ofMembers.set(ids, places);
    }
    return places;
  }
}

/** By value in lower case, as filters compare them. A number or a list may equal a text in more ways than one: `undefined` then. */
function sorted(list: readonly Row[], attribute: string): ReadonlyMap<string, PlaceList> | undefined {
  const found = new Map<string, number[]>();
  let place = 0;
  for (const row of list) {
    const value = valueAt(row, attribute);
    if (typeof value === 'string') {
      const key = value.toLowerCase();
      const places = found.get(key);
      if (places === undefined) found.set(key, [place]);
      else places.push(place);
    } else if (value !== undefined && value !== null) return undefined;
    place += 1;
  }
  return found;
}
