import { onceFor } from '../../model/once-for.ts';
import { badResponse, kindOf, type Origin } from '../bad-response.ts';
import { isObject, type Members, parseInstant } from '../rows.ts';

/**
 * Which members of an object have to be what PingOne documents, where they are there at all: those that a rule would otherwise read
 * as "none" or "no". A member that is left out, or null, says nothing, unless it is among `always`.
 */
export interface Shape extends Partial<Readonly<Record<Kind, readonly string[]>>> {
  /** Members that no such object of PingOne is without. */
  readonly always?: readonly string[];
  /** Objects within the object. */
  readonly parts?: Readonly<Record<string, Shape>>;
  /** Arrays of objects, each of this shape. */
  readonly rows?: Readonly<Record<string, Shape>>;
}

type Kind = 'texts' | 'flags' | 'numbers' | 'instants' | 'references' | 'textLists' | 'referenceLists';

const kinds: Readonly<Record<Kind, { readonly what: string; readonly fits: (value: unknown) => boolean }>> = {
  texts: { what: 'a text', fits: isText },
  flags: { what: 'true or false', fits: (value) => typeof value === 'boolean' },
  numbers: { what: 'a whole number', fits: (value) => Number.isSafeInteger(value) },
  instants: { what: 'an RFC 3339 instant', fits: (value) => parseInstant(value) !== null },
  references: { what: 'an object with an id', fits: isReference },
  textLists: { what: 'an array of texts', fits: (value) => Array.isArray(value) && value.every(isText) },
  referenceLists: {
    what: 'an array of objects with ids',
    fits: (value) => Array.isArray(value) && value.every(isReference),
  },
};

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isReference(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string' && value['id'] !== '';
}

/** A shape as it is checked: a thousand users are checked by one. */
interface Checks {
  readonly always: readonly string[];
  readonly members: readonly {
    readonly name: string;
    readonly what: string;
    readonly fits: (value: unknown) => boolean;
  }[];
  readonly parts: readonly (readonly [string, Shape])[];
  readonly rows: readonly (readonly [string, Shape])[];
}

const checksOf = onceFor((shape: Shape): Checks => {
  const { always = [], parts = {}, rows = {} } = shape;
  const members = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
    (shape[kind] ?? []).map((name) => ({ name, ...kinds[kind] })),
  );
  return { always, members, parts: Object.entries(parts), rows: Object.entries(rows) };
});

/**
 * Checks the members of an object by which something is decided.
 * @param within where the object is in the answer, for errors: `rememberMe.web.`.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that is not what it has to be.
 */
export function expectShape(members: Members, shape: Shape, origin: Origin, within = ''): void {
  const checks = checksOf(shape);
  for (const name of checks.always)
    if (isAbsent(members, name)) throw wrong(members, name, 'what is always there', origin, within);
  for (const { name, what, fits } of checks.members)
    if (!isAbsent(members, name) && !fits(members[name])) throw wrong(members, name, what, origin, within);
  for (const [name, part] of checks.parts) {
    const value = members[name];
    if (isAbsent(members, name)) continue;
    if (!isObject(value)) throw wrong(members, name, 'an object', origin, within);
    expectShape(value, part, origin, `${within}${name}.`);
  }
  for (const [name, row] of checks.rows) {
    const value = members[name];
    if (isAbsent(members, name)) continue;
    if (!Array.isArray(value) || !value.every(isObject))
      throw wrong(members, name, 'an array of objects', origin, within);
    for (const [at, one] of value.entries()) expectShape(one, row, origin, `${within}${name}[${at}].`);
  }
}

function wrong(members: Members, name: string, what: string, origin: Origin, within: string): Error {
  return badResponse(
    origin,
    `was expected to hold ${what} in ${within}${name}, found ${kindOf(members[name])}`,
  );
}

function isAbsent(members: Members, name: string): boolean {
  return (members[name] ?? null) === null;
}
