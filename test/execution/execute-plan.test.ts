import { normalizedExecutor } from '@graphql-tools/executor';
import * as fc from 'fast-check';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createSchema } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { executePlan, type SignalledArgs } from '../../src/execution/execute-plan.ts';
import type { OperationPlan } from '../../src/execution/plan.ts';
import { planOperation } from '../../src/execution/plan-operation.ts';
import { queries } from './queries.ts';
import { schemaOfThings } from './things.ts';

type Args = SignalledArgs & { readonly contextValue: { readonly seed: number } };

/** What is defined and not used changes no answer. */
const rules = specifiedRules.filter(
  (rule) => rule !== NoUnusedFragmentsRule && rule !== NoUnusedVariablesRule,
);

const seeds = {
  seed: fc.nat(),
  n: fc.constantFrom(undefined, null, 4),
  wish: fc.constantFrom(undefined, { size: 1 }),
};

/** Of the first operation. */
function planOf(schema: GraphQLSchema, document: DocumentNode): OperationPlan | null {
  const [first] = document.definitions;
  if (first?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation first.');
  return planOperation(schema, document, first);
}

/** The same execution by a plan and by the executor that knows none; null: the query is not valid. */
async function both(
  schema: GraphQLSchema,
  query: string,
  { seed, ...variables }: { readonly seed: number },
): Promise<readonly [ExecutionResult, ExecutionResult] | null> {
  const document = parse(query);
  if (validate(schema, document, rules).length > 0) return null;
  const plan = planOf(schema, document);
  if (plan === null) throw new Error('Expected a plan.');
  const args: Args = {
    schema,
    document,
    contextValue: { seed },
    variableValues: JSON.parse(JSON.stringify(variables)) as Record<string, unknown>,
  };
  // Twice: what the first execution found out is used by the second.
  await executePlan(plan, args);
  return [
    (await executePlan(plan, args)) as ExecutionResult,
    (await normalizedExecutor(args as Parameters<typeof normalizedExecutor>[0])) as ExecutionResult,
  ];
}

/** Errors in any order: which of two that come late is first, nobody promises. */
function told({ errors = [] }: ExecutionResult): readonly string[] {
  return errors.map((error) => JSON.stringify([error.path, error.message, error.locations])).toSorted();
}

describe('an execution by a plan', () => {
  it('answers and says what went wrong as the executor does that knows no plan', async () => {
    const schema = schemaOfThings({ mark: '' });
    let valid = 0;
    const property = fc.asyncProperty(queries, fc.record(seeds), async (query, seed) => {
      const results = await both(schema, query, seed);
      if (results === null) return;
      valid += 1;
      const [planned, wanted] = results;
      expect(JSON.stringify(planned.data)).toBe(JSON.stringify(wanted.data));
      expect(told(planned)).toEqual(told(wanted));
    });
    await fc.assert(property, { numRuns: 400 });
    expect(valid).toBeGreaterThan(200);
  });

  it('leaves out the same where nothing may be null', async () => {
    const schema = schemaOfThings({ mark: '!' });
    const property = fc.asyncProperty(queries, fc.record(seeds), async (query, seed) => {
      const results = await both(schema, query, seed);
      if (results === null) return;
      const [planned, wanted] = results;
      expect(JSON.stringify(planned.data)).toBe(JSON.stringify(wanted.data));
      expect((planned.errors ?? []).length > 0).toBe((wanted.errors ?? []).length > 0);
    });
    await fc.assert(property, { numRuns: 400 });
  });

  it('says what is wrong with variables as the executor does', async () => {
    const schema = schemaOfThings({ mark: '' });
    const [planned, wanted] =
      (await both(schema, 'query ($w: Wish!) { thing(wish: $w) { id } }', { seed: 1 })) ?? [];
    expect(planned).toEqual(wanted);
    expect(planned?.errors?.[0]?.message).toMatch(/Variable "\$w"/);
  });

  it.each([
    [
      'Nothing',
      'Abstract type "Any" was resolved to "Nothing" for field "Query.any", which is none of its types.',
    ],
    [
      'Query',
      'Abstract type "Any" was resolved to "Query" for field "Query.any", which is none of its types.',
    ],
    [undefined, /^Abstract type "Any" must resolve to an Object type at runtime for field "Query.any"/],
  ])('says so where an object is of no type that it may be of: %s', async (type, message) => {
    const schema = createSchema({
      typeDefs: 'type Query { any: Any } union Any = One type One { is: Boolean }',
      resolvers: { Query: { any: () => ({}) }, Any: { __resolveType: () => type } },
    });
    const [planned, wanted] = (await both(schema, '{ any { __typename } }', { seed: 1 })) ?? [];
    expect(planned?.data).toEqual(wanted?.data);
    expect(planned?.errors).toMatchObject([{ path: ['any'], message: expect.stringMatching(message) }]);
  });

  it('answers introspection', async () => {
    const schema = schemaOfThings({ mark: '!' });
    const query =
      '{ __schema { types { name fields { name type { kind ofType { name } } } } } __type(name: "Thing") { name } }';
    const [planned, wanted] = (await both(schema, query, { seed: 1 })) ?? [];
    expect(JSON.stringify(planned)).toBe(JSON.stringify(wanted));
    expect(planned?.errors).toBeUndefined();
  });

  it('ends with the reason of its signal, and begins nothing more', async () => {
    const begun: string[] = [];
    const waits: (() => void)[] = [];
    const schema = createSchema({
      typeDefs: 'type Query { slow: Thing } type Thing { name: String }',
      resolvers: {
        Query: { slow: () => new Promise((resolve) => void waits.push(() => resolve({}))) },
        Thing: { name: () => void begun.push('name') },
      },
    });
    const document = parse('{ slow { name } }');
    const plan = planOf(schema, document);
    const ends = new AbortController();
    const left = new Error('left');
    const answer = plan && executePlan(plan, { schema, document, signal: ends.signal });
    const failed = expect(answer).rejects.toBe(left);
    ends.abort(left);
    await failed;
    for (const go of waits) go();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([]);
    expect(() => plan && executePlan(plan, { schema, document, signal: ends.signal })).toThrow(left);
  });

  it('makes nothing of what is left when nobody waits any more', async () => {
    let read = 0;
    const rows = Array.from({ length: 1_000 }, () => ({}));
    const waits: (() => void)[] = [];
    const schema = createSchema({
      typeDefs: 'type Query { rows: [Row!]! } type Row { name: String! }',
      resolvers: {
        Query: { rows: () => new Promise((resolve) => void waits.push(() => resolve(rows))) },
        Row: {
          name: () => {
            read += 1;
            throw new Error('costs');
          },
        },
      },
    });
    const document = parse('{ rows { name } }');
    const plan = planOf(schema, document);
    const ends = new AbortController();
    const answer = Promise.resolve(plan && executePlan(plan, { schema, document, signal: ends.signal }));
    ends.abort(new Error('left'));
    for (const go of waits) go();
    await expect(answer).rejects.toThrow('left');
    await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBe(0);
  });

  it('is told of an error that consists of none', async () => {
    const schema = createSchema({
      typeDefs: 'type Query { none: Int! }',
      resolvers: { Query: { none: () => Promise.reject(new AggregateError([], 'all of them failed')) } },
    });
    const document = parse('{ none }');
    const plan = planOf(schema, document);
    expect(await (plan && executePlan(plan, { schema, document }))).toMatchObject({
      data: null,
      errors: [{ message: 'all of them failed', path: ['none'] }],
    });
  });

  it.each([
    ['a mutation', 'mutation { __typename }'],
    ['what is selected on a condition', 'query ($is: Boolean!) { text @include(if: $is) }'],
    ['an answer in parts', '{ ... @defer { text } }'],
    ['a name that no object can have', '{ __proto__: text }'],
  ])('is not there for %s', (_name, query) => {
    expect(planOf(schemaOfThings({ mark: '' }), parse(query))).toBeNull();
  });
});
