/** What can be wrong within an answer that came whole, with status 200. */
import type { Random } from './random.ts';
import type { Damage } from './stage.ts';

interface Place {
  readonly within: Record<string, unknown>;
  readonly name: string;
}

type Fits = (name: string, value: unknown) => boolean;

/**
 * Places in a body whose member fits, put together by where they are: the same member of all rows of a list is one kind.
 * @param spared members that are left alone with everything in them.
 */
function placesIn(body: unknown, fits: Fits, spared: readonly string[] = []): readonly (readonly Place[])[] {
  const found = new Map<string, Place[]>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (spared.includes(name)) continue;
      const kind = Array.isArray(value) ? `${path}[]` : `${path}.${name}`;
      if (fits(name, member)) {
        const places = found.get(kind) ?? [];
        found.set(kind, places);
        places.push({ within: value as Record<string, unknown>, name });
      }
      walk(member, kind);
    }
  };
  walk(body, '');
  return [...found.values()];
}

/** Changes one place that fits, or half of those of its kind, or all. */
function inPlaces(
  fits: Fits,
  change: (place: Place, random: Random) => void,
  spared: readonly string[] = [],
): Damage {
  return (body, random) => {
    const copy: unknown = structuredClone(body);
    const kind = random.pickAny(placesIn(copy, fits, spared));
    const [first] = kind ?? [];
    if (kind === undefined || first === undefined) return undefined;
    const extent = random.below(3);
    const chosen =
      extent === 0 ? [random.pickAny(kind) ?? first] : kind.filter((_, at) => extent === 1 || at % 2 === 0);
    for (const place of chosen) change(place, random);
    return { body: copy };
  };
}

const others = ['another type', 7, true, ['another type'], { another: 'type' }] as const;

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

/** A member of another type than it has. What may be left out may be null, and null is no type of its own. */
export function wrongType(spared: readonly string[]): Damage {
  return inPlaces(
    (_, value) => value !== null,
    ({ within, name }, random) => {
      const type = typeOf(within[name]);
      const different = others.filter((other) => typeOf(other) !== type);
      within[name] = structuredClone(random.pickAny(different));
    },
    spared,
  );
}

/** A row of a list that is none. */
export function spoiledRow(spared: readonly string[]): Damage {
  return inPlaces(
    (name, value) => /^\d+$/.test(name) && typeof value === 'object',
    ({ within, name }, random) => void (within[name] = random.pick<unknown>([null, 7, 'a row', {}, []])),
    spared,
  );
}

/** A member is left out that the vendor always sends. */
export function leftOut(always: readonly string[]): Damage {
  return inPlaces(
    (name) => always.includes(name),
    ({ within, name }) => void Reflect.deleteProperty(within, name),
  );
}

/** A word of a member that has a fixed set of them is a new one. */
export function newWord(words: readonly string[]): Damage {
  return inPlaces(
    (name, value) => words.includes(name) && typeof value === 'string',
    ({ within, name }) => void (within[name] = 'SOMETHING_NEW'),
  );
}

/** Something else altogether. */
export function otherBody(bodies: readonly unknown[]): Damage {
  return (_, random) => ({ body: random.pickAny(bodies) });
}

/** A list that says to go on, and then refuses to, or goes back to where it began. */
export function deadEnd(cursors: readonly string[]): Damage {
  return inPlaces(
    (name, value) => cursors.includes(name) && typeof value === 'string' && value !== '',
    ({ within, name }, random) => void (within[name] = leadingNowhere(String(within[name]), random)),
  );
}

/** A link with another word at its end, or to another place; a cursor that was never given. */
export function leadingNowhere(cursor: string, random: Random): string {
  if (!URL.canParse(cursor)) return `never-given-${random.below(1_000)}`;
  const link = new URL(cursor);
  if (random.below(4) === 0) return `${link.protocol}//elsewhere.example${link.pathname}${link.search}`;
  const name = random.pickAny([...link.searchParams.keys()]);
  if (name !== undefined) link.searchParams.set(name, 'never-given');
  return link.href;
}

/** Fewer rows than the answer itself says that there are. */
export function cutShort(list: string): Damage {
  return inPlaces(
    (name, value) => name === list && Array.isArray(value) && value.length > 0,
    ({ within, name }, random) => {
      const rows = within[name];
      if (Array.isArray(rows)) rows.length = random.below(rows.length);
    },
  );
}
