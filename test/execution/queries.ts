import * as fc from 'fast-check';

const leaves = {
  Query: ['text', '__typename', 'shown: text'],
  Thing: [
    'id',
    'name',
    'kind',
    'number',
    'texts',
    'matrix',
    '__typename',
    'toString: name',
    'echo',
    'given: echo(a: $n)',
    'other: echo(a: null, b: [ROUND], wish: { size: 7, deeper: { kinds: [SQUARE] } })',
    'mine: echo(wish: $wish)',
    'all: echo(a: 1, wish: $wish)',
  ],
  Other: ['name', 'size', '__typename'],
  Named: ['name', '__typename'],
  Any: ['__typename'],
} as const;

type Type = keyof typeof leaves;

const branches: Readonly<Record<Type, readonly (readonly [field: string, type: Type])[]>> = {
  Query: [
    ['thing', 'Thing'],
    ['numbered: thing(n: $n)', 'Thing'],
    ['things', 'Thing'],
    ['any', 'Any'],
    ['named', 'Named'],
    ['anys', 'Any'],
  ],
  Thing: [
    ['self', 'Thing'],
    ['others', 'Thing'],
    ['some: others(first: $n, wish: $wish)', 'Thing'],
    ['any', 'Any'],
    ['named', 'Named'],
  ],
  Other: [
    ['thing', 'Thing'],
    ['things', 'Thing'],
  ],
  Named: [],
  Any: [],
};

const concrete: Readonly<Partial<Record<Type, readonly Type[]>>> = {
  Named: ['Thing', 'Other'],
  Any: ['Thing', 'Other', 'Named'],
};

/** A selection, some of it in fragments, so that parts of it are to be merged. */
function selection(type: Type, depth: number): fc.Arbitrary<string> {
  const parts: fc.Arbitrary<string>[] = [fc.constantFrom(...leaves[type])];
  if (depth > 0) {
    for (const [field, inner] of branches[type])
      parts.push(selection(inner, depth - 1).map((one) => `${field} ${one}`));
    for (const inner of concrete[type] ?? [type])
      parts.push(selection(inner, depth - 1).map((one) => `... on ${inner} ${one}`));
    if (type === 'Thing') parts.push(fc.constant('...OfThing'));
  }
  return fc.array(fc.oneof(...parts), { minLength: 1, maxLength: 4 }).map((all) => `{ ${all.join(' ')} }`);
}

/** Queries over the schema of things; not all of them are valid. */
export const queries: fc.Arbitrary<string> = selection('Query', 4).map(
  (one) =>
    `query ($n: Int, $wish: Wish) ${one} fragment OfThing on Thing { name kind self { number texts } }`,
);
