import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, isObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { FieldCost } from '../../src/model/field-cost.ts';
import { estimateCost } from '../../src/plugins/estimate-cost.ts';
import { measureDocument } from '../../src/plugins/measure-document.ts';
import { type CostContext, useCostLimit } from '../../src/plugins/use-cost-limit.ts';
import { DEFAULT_LIMITS } from '../../src/plugins/use-limits.ts';
import { yogaWith } from './ask.ts';
import { costSchema } from './cost-schema.ts';

describe('an operation that costs too much', () => {
  const schema = costSchema();
  let executed = 0;
  let context: CostContext = {};
  const users = schema.getQueryType()?.getFields()['users'];
  if (users === undefined) throw new Error('The schema has no users.');
  users.resolve = (_source, _args, given: CostContext) => {
    executed += 1;
    context = given;
    return { nodes: [] };
  };
  const ask = yogaWith(schema, [useCostLimit()]);

  test('is refused before anything is executed, with advice', async () => {
    const { errors, data } = await ask('query ($n: Int!) { users(first: $n) { nodes { roles } } }', {
      variables: { n: 1_000_000_000 },
    });
    expect(executed).toBe(0);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        extensions: { code: 'OPERATION_TOO_LARGE', limit: 'cost', allowed: 20_000, received: 2_005_000_000 },
      },
    ]);
    expect(errors?.[0]?.message).toContain('Ask for fewer rows (first)');
  });

  test('is priced by the variables of each request, though its document is remembered', async () => {
    const document = 'query ($n: Int = 5) { users(first: $n) { nodes { roles } } }';
    const priced = async (variables: Readonly<Record<string, unknown>>) => {
      const { errors } = await ask(document, { variables });
      return errors === undefined ? context.estimatedCost?.upstreamCalls : 'refused';
    };
    expect(await priced({ n: 10 })).toBe(21);
    expect(await priced({ n: 1_000_000_000 })).toBe('refused');
    expect(await priced({})).toBe(11);
    expect(await priced({ n: 10 })).toBe(21);
  });

  test('is refused for its rows when the calls are cheap', async () => {
    const { errors } = await ask('{ users(first: 500) { nodes { groups(first: 500) { nodes { id } } } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ limit: 'rows', allowed: 200_000, received: 250_500 });
  });

  test('is refused for its fields when neither calls nor rows are many', async () => {
    const fields = Array.from({ length: 40 }, (_, at) => `f${at}: id`).join(' ');
    const { errors } = await ask(
      `{ users(first: 100) { nodes { groups(first: 1000) { nodes { ${fields} } } } } }`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      limit: 'values',
      allowed: 3_000_000,
      received: 4_000_202,
    });
  });

  test('numbers beyond all counting are stated as the largest safe one', async () => {
    const deep =
      '{ users(first: 2147483647) { nodes { groups(first: 2147483647) { nodes { members(first: 2147483647) { nodes { id } } } } } } }';
    expect((await ask(deep)).errors?.[0]?.extensions['received']).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('is answered below the limit, with its estimate in the context', async () => {
    const { data } = await ask('{ users(first: 1000) { nodes { mfa { devices } roles } } }');
    expect(data).toEqual({ users: { nodes: [] } });
    expect(context.estimatedCost).toMatchObject({ upstreamCalls: 2_020, rows: 1_000 });
  });
});

/** Enough of the graph for the operations in `schema/operations`, each field at the price that the design gives it. */
const SKETCH = buildSchema(`
  type Query {
    users(first: Int!): Users groups(first: Int!): Groups applications(first: Int!): Applications findings(first: Int!): Findings
    user: User posture: Posture directories: [Directory!]!
  }
  type Mutation { suspendUser: Boolean unsuspendUser: Boolean }
  type Users { nodes: [User!]! edges: [UserEdge!]! } type UserEdge { node: User! }
  type Groups { nodes: [Group!]! edges: [GroupEdge!]! } type GroupEdge { node: Group! }
  type Applications { nodes: [Application!]! } type Findings { nodes: [Finding!]! }
  type Assignments { nodes: [Assignment!]! edges: [AssignmentEdge!]! } type AssignmentEdge { node: Assignment! } type Assignment { id: ID }
  type User { mfa: Mfa findings: [Finding!] groups(first: Int): Groups roleAssignments(first: Int): Assignments isAdministrator: Boolean }
  type Mfa { devices: [Device!] } type Device { id: ID }
  type Group { members(first: Int!): Users }
  type Application { accessControl: Access signOnPolicies: [Policy!] grants: [Policy!] roleAssignments(first: Int): Assignments usage(days: Int): Policy findings: [Finding!] }
  type Access { groups: [Group!] } type Policy { id: ID } type Finding { id: ID } type Posture { asOf: String } type Directory { key: String }
`);
const SKETCHED: Readonly<Record<string, FieldCost>> = {
  'Query.users': { page: 200 },
  'Query.groups': { page: 200 },
  'Query.applications': { page: 200 },
  'Group.members': { page: 200 },
  'Mfa.devices': { calls: 1, batched: 15 },
  'User.groups': { calls: 1 },
  'User.roleAssignments': { calls: 1 },
  'Application.signOnPolicies': { calls: 1 },
  'Application.grants': { calls: 1 },
  'Application.roleAssignments': { calls: 1 },
  'Application.usage': { calls: 1 },
};
for (const [coordinate, cost] of Object.entries(SKETCHED)) {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = SKETCH.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field !== undefined) field.extensions = { ...field.extensions, cost };
}

describe('the ready operations pass every limit', () => {
  const folder = new URL('../../schema/operations/', import.meta.url);
  test.each(readdirSync(folder).filter((name) => name.endsWith('.graphql')))(
    '%s with first: 1000',
    (name) => {
      const document = parse(readFileSync(new URL(name, folder), 'utf8'), {
        maxTokens: DEFAULT_LIMITS.tokens,
      });
      const operation = getOperationAST(document, null);
      if (!operation) throw new Error('The document has no single operation.');
      const { cost } = estimateCost({
        schema: SKETCH,
        document,
        operation,
        variables: { first: 1000, members: 150 },
      });
      expect(cost.upstreamCalls).toBeLessThanOrEqual(20_000);
      expect(cost.rows).toBeLessThanOrEqual(200_000);
      expect(cost.values).toBeLessThanOrEqual(3_000_000);
      for (const { measure } of measureDocument(document)) {
        expect(measure.depth).toBeLessThanOrEqual(DEFAULT_LIMITS.depth);
        expect(measure.fields).toBeLessThanOrEqual(DEFAULT_LIMITS.fields);
      }
    },
  );
});
