import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { estimateCost } from '../../src/plugins/estimate-cost.ts';

const schema = buildSchema(`
  input Many { users: [ID!], filter: String }
  type Query { a: Int }
  type Mutation { suspend(input: Many!): Int }
`);
const suspend = schema.getMutationType()?.getFields()['suspend'];
Object.assign(suspend?.extensions ?? {}, {
  cost: { calls: 6, each: { path: ['input', 'users'], otherwise: 1_000 } },
});

function calls(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has no single operation.');
  return estimateCost({ schema, document, operation, variables }).cost.upstreamCalls;
}

test.each([
  ['written out', 'mutation { suspend(input: { users: ["a", "b"] }) }', {}, 12],
  ['one without brackets', 'mutation { suspend(input: { users: "a" }) }', {}, 6],
  [
    'the input in a variable',
    'mutation ($i: Many!) { suspend(input: $i) }',
    { i: { users: ['a', 'b', 'c'] } },
    18,
  ],
  [
    'the list in a variable',
    'mutation ($u: [ID!]) { suspend(input: { users: $u }) }',
    { u: Array.from({ length: 1_000 }, String) },
    6_000,
  ],
  ['the default of a variable', 'mutation ($i: Many = { users: ["a"] }) { suspend(input: $i) }', {}, 6],
  ['a filter, as the most that it can find', 'mutation { suspend(input: { filter: "x" }) }', {}, 6_000],
  ['null, like none', 'mutation { suspend(input: { users: null }) }', {}, 6_000],
  ['a variable that is missing, like none', 'mutation ($i: Many!) { suspend(input: $i) }', {}, 6_000],
])('a bulk mutation costs as much as it names users: %s', (_name, source, variables, expected) => {
  expect(calls(source, variables)).toBe(expected);
});
