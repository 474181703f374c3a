import { buildSchema, getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { useLimits } from '../../src/plugins/use-limits.ts';
import { yogaWith } from './ask.ts';

const schema = buildSchema(`
  type Query { user: User, pick(list: [Int]): Int }
  type User { name: String, manager: User, reports(first: Int): [User] }
  type Mutation { suspend(id: ID): Boolean }
  input Nested { inner: Nested, list: [Int] }
`);
const ask = yogaWith(schema, [useLimits()]);

/** `a { a { ... } }`, so many fields below each other. */
const nested = (depth: number) =>
  `{ user ${'{ manager '.repeat(depth - 2)} { name } ${'}'.repeat(depth - 2)} }`;
const repeat = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
/** Fragments of which each spreads the next twice: 2^count paths. */
const doubling = (count: number, type: string, field: string, leaf: string) =>
  `${repeat(count, (i) => `fragment F${i} on ${type} { a: ${field} { ...F${i + 1} } b: ${field} { ...F${i + 1} } }`)} fragment F${count} on ${type} { ${leaf} }`;

test('a variable whose value executors lose is refused: what it asks for would not be what it was priced by', async () => {
  const query = 'query ($__proto__: Int) { user { reports(first: $__proto__) { name } } }';
  const { errors } = await ask(query, {
    body: `{"query":${JSON.stringify(query)},"variables":{"__proto__":0}}`,
  });
  expect(errors).toMatchObject([
    { message: /\$__proto__/, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
});

describe('an operation that is too large is refused with what was measured', () => {
  const LARGE: readonly [string, string, string, number, number][] = [
    ['tokens', repeat(1_000, () => '{ user { name } }'), 'tokens', 2_000, 2_001],
    ['selections nested 20,000 deep', `{ user ${'{ manager '.repeat(20_000)}`, 'nesting', 100, 101],
    ['a list nested 20,000 deep', `{ pick(list: ${'['.repeat(20_000)}`, 'nesting', 100, 101],
    ['depth', nested(13), 'depth', 12, 13],
    [
      'depth by fragments',
      `{ user { ...A } } fragment A on User { ${'manager { '.repeat(11)} name ${'}'.repeat(11)} }`,
      'depth',
      12,
      13,
    ],
    ['outermost fields', `{ ${repeat(21, (i) => `u${i}: user { name }`)} }`, 'rootFields', 20, 21],
    [
      'outermost fields hidden in fragments',
      `{ ...A ...A ...A } fragment A on Query { ${repeat(7, () => '__typename')} }`,
      'rootFields',
      20,
      21,
    ],
    [
      'mutation fields',
      `mutation { ${repeat(11, (i) => `s${i}: suspend(id: "1")`)} }`,
      'mutationFields',
      10,
      11,
    ],
    ['aliases', `{ user { ${repeat(101, (i) => `n${i}: name`)} } }`, 'aliases', 100, 101],
    ['directives', `{ user { name ${repeat(31, () => '@include(if: true)')} } }`, 'directives', 30, 31],
    ['unknown directives', `{ user { name ${repeat(900, () => '@x')} } }`, 'directives', 30, 900],
    [
      '2^10 fragment paths',
      `{ user { ...F0 } } ${doubling(10, 'User', 'manager', 'name')}`,
      'aliases',
      100,
      2046,
    ],
    [
      'introspection that nests types',
      `{ __schema { types ${'{ fields { type '.repeat(7)} { name } ${'} }'.repeat(7)} } }`,
      'introspectionDepth',
      15,
      17,
    ],
  ];
  test.each(LARGE)('%s', async (_name, query, limit, allowed, received) => {
    const { errors, status, data } = await ask(query, { accept: 'application/graphql-response+json' });
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_LARGE', limit, allowed, received });
    expect(errors?.[0]?.message).toContain(`at most ${allowed}; it is ${received}.`);
  });

  test('variables nested deeper than any input of ours', async () => {
    const variables = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const { errors, status } = await ask('', {
      body: `{"query":"{ user { name } }","variables":${variables}}`,
    });
    expect(status).toBe(200);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_LARGE', limit: 'variablesDepth' });
  });

  test('each fragment is measured once, whatever the number of paths through it', async () => {
    for (const [type, field, leaf, root] of [
      ['User', 'manager', 'name', 'user'],
      ['__Type', 'ofType', 'name', '__type(name: "User")'],
    ] as const) {
      const { errors } = await ask(`{ ${root} { ...F0 } } ${doubling(60, type, field, leaf)}`);
      expect(errors?.[0]?.extensions['code']).toBe('OPERATION_TOO_LARGE');
    }
  });
});

describe('what is not too large', () => {
  test('is answered up to each limit', async () => {
    expect((await ask(nested(12))).errors).toBeUndefined();
    expect((await ask(`{ ${repeat(20, (i) => `u${i}: user { name }`)} }`)).errors).toBeUndefined();
  });

  test("GraphiQL's whole introspection passes", async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema.types');
  });

  test('a fragment cycle, a self-spread and an unknown fragment are left to validation', async () => {
    for (const query of [
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      '{ user { ...A } } fragment A on User { manager { ...A } }',
      '{ ...Nowhere }',
    ]) {
      expect((await ask(query)).errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  test('at most five validation errors are answered', async () => {
    const { errors } = await ask(`{ ${repeat(15, (i) => `nothing${i}`)} }`);
    expect(errors).toHaveLength(5);
    expect(errors?.[4]?.message).toContain('Too many validation errors');
  });

  test('a second request for the same document is refused the same', async () => {
    const first = await ask(nested(14));
    expect((await ask(nested(14))).text).toBe(first.text);
  });
});
