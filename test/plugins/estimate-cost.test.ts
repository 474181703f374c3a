import { getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { estimateCost } from '../../src/plugins/estimate-cost.ts';
import { costSchema } from './cost-schema.ts';

const schema = costSchema();

function estimate(source: string, variables: Record<string, unknown> = {}) {
  const document = parse(source);
  const operation = getOperationAST(document, null);
  if (!operation) throw new Error('The document has no single operation.');
  return estimateCost({ schema, document, operation, variables }).cost;
}

describe('the estimate in calls to providers', () => {
  const PRICES: readonly [string, string, Record<string, unknown>, number, number][] = [
    ['what comes with its parent is free', '{ __typename }', {}, 0, 0],
    ['one page of users is one call', '{ users(first: 200) { nodes { id name } } }', {}, 1, 200],
    ['a thousand users are five pages', '{ users(first: 1000) { nodes { id } } }', {}, 5, 1000],
    ['no first means the default page', '{ users { nodes { roles } } }', {}, 41, 20],
    [
      'a default of the schema is known',
      '{ groups { nodes { members(first: 10) { nodes { id } } } } }',
      {},
      31,
      330,
    ],
    [
      'first is read from a variable',
      'query ($n: Int) { users(first: $n) { nodes { roles } } }',
      { n: 100 },
      201,
      100,
    ],
    [
      'the default of a variable is read',
      'query ($n: Int = 50) { users(first: $n) { nodes { roles } } }',
      {},
      101,
      50,
    ],
    [
      'a variable that is null means the default page',
      'query ($n: Int = 50) { users(first: $n) { nodes { roles } } }',
      { n: null },
      41,
      20,
    ],
    [
      'a call for each row of each row',
      '{ users(first: 10) { nodes { groups(first: 5) { nodes { members(first: 400) { nodes { id } } } } } } }',
      {},
      1 + 10 + 100,
      10 + 50 + 20_000,
    ],
    ['edges multiply like nodes', '{ users(first: 10) { edges { node { roles } } } }', {}, 21, 10],
    [
      'what is batched costs its cap',
      '{ users(first: 1000) { nodes { mfa { devices } } } }',
      {},
      5 + 15,
      1000,
    ],
    ['what is batched costs less for few', '{ users(first: 3) { nodes { mfa { devices } } } }', {}, 1 + 3, 3],
    [
      'a list without first has its own rows',
      '{ directories { users(first: 400) { nodes { id } } } }',
      {},
      6,
      3 + 1200,
    ],
    [
      'a list of ids is as long as it is',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on User { roles } } }',
      { ids: ['1', '2', '3'] },
      1 + 6,
      3,
    ],
    ['mutations have their price', 'mutation { a: suspendUser(user: 1) b: suspendUser(user: 2) }', {}, 6, 0],
    ['an empty list costs its look-up only', '{ users(first: 0) { nodes { roles } } }', {}, 1, 0],
    [
      'fragments are priced where they are spread',
      '{ users(first: 10) { nodes { ...U } } } fragment U on User { roles ...V } fragment V on User { groups(first: 1) { nodes { id } } }',
      {},
      1 + 20 + 10,
      20,
    ],
    [
      'a fragment on the connection knows its page',
      '{ users(first: 7) { ...C } directories { users(first: 3) { ...C } } } fragment C on UserConnection { nodes { roles } }',
      {},
      1 + 14 + 3 + 18,
      7 + 3 + 9,
    ],
  ];
  test.each(PRICES)('%s', (_name, source, variables, upstreamCalls, rows) => {
    expect(estimate(source, variables)).toMatchObject({ upstreamCalls, rows });
  });

  test('2^60 fragment paths are priced at once', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) =>
        `fragment F${i} on Group { a: members(first: 2) { nodes { groups(first: 2) { nodes { ...F${i + 1} ...F${i + 1} } } } } }`,
    ).join(' ');
    const { upstreamCalls } = estimate(
      `{ groups { nodes { ...F0 } } } ${fragments} fragment F60 on Group { id }`,
    );
    expect(upstreamCalls).toBeGreaterThan(1e18);
  });
});
