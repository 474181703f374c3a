import { isInterfaceType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { KEY, startGateway, type TestGateway } from '../support/gateway.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64url');

describe('ids', () => {
  let gateway: TestGateway;
  /** One object of each type that has an id. */
  let ids: ReadonlyMap<string, string>;

  beforeAll(async () => {
    gateway = await startGateway({ users: 120 });
    const { data } = await gateway.ask<unknown>(
      `mutation ($ref: UserRef!) {
      suspendUser(input: { user: $ref, dryRun: true }) { ... on SuspendUserSuccess { entry { __typename id } } }
    }`,
      { ref: { externalId: { directory: KEY, externalId: gateway.users()[60]?.id } } },
    );
    const { data: all, errors } = await gateway.ask<unknown>(`{
      directory(key: "${KEY}") {
        __typename id
        populations { __typename id } roles { __typename id } signOnPolicies { __typename id } passwordPolicies { __typename id }
        deviceAuthenticationPolicies { __typename id } fido2Policies { __typename id } identityProviders { __typename id }
        certificates { __typename id }
      }
      groups(first: 5) { nodes { __typename id } }
      applications(first: 5) { nodes { __typename id } }
      users(first: 60) { nodes {
        __typename id identity { __typename id } mfa { devices { __typename id } } roleAssignments { nodes { __typename id } }
      } }
    }`);
    if (errors.length > 0) throw new Error(`The objects could not be read: ${errors[0]?.message}`);
    ids = new Map([...objectsIn(data), ...objectsIn(all)]);
  });
  afterAll(() => gateway.close());

  it('were found for every type that has one', () => {
    const node = schema.getType('Node');
    const types = isInterfaceType(node) ? schema.getPossibleTypes(node).map((type) => type.name) : [];
    // Of the gateway's own database, which this one does not have; their ids are tried where they are made.
    const kept = ['BulkOperation', 'TimedGrant'];
    expect([...ids.keys(), ...kept].toSorted()).toEqual(types.toSorted());
  });

  it('lead back to the object, one by one and together', async () => {
    const wanted = [...ids.values()];
    const { data, errors } = await gateway.ask<{
      nodes: readonly ({ id: string; __typename: string } | null)[];
    }>('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: wanted });
    expect(errors).toEqual([]);
    expect(data.nodes).toEqual([...ids].map(([__typename, id]) => ({ __typename, id })));
    for (const [__typename, id] of ids) {
      const one = await gateway.ask<{ node: object }>(
        'query ($id: ID!) { node(id: $id) { __typename id } }',
        { id },
      );
      expect(one.data.node).toEqual({ __typename, id });
    }
  });

  it('of something that does not exist any more lead to null', async () => {
    const gone = '00000000-0000-4000-8000-000000000000';
    const below: Readonly<Record<string, string>> = {
      MfaDevice: `${gone}/${gone}`,
      RoleAssignment: `u/${gone}/${gone}`,
    };
    const types = [...ids.keys()].filter((type) => type !== 'Directory');
    const { data, errors } = await gateway.ask<{ nodes: readonly unknown[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: types.map((type) => encode(`${type}:${KEY}:${below[type] ?? gone}`)) },
    );
    expect(errors).toEqual([]);
    expect(data.nodes).toEqual(types.map(() => null));
  });

  it.each([
    ['user(ref: { id: $id }) { id }', 'Group', 'User'],
    ['group(id: $id) { id }', 'User', 'Group'],
    ['population(id: $id) { id }', 'Group', 'Population'],
    ['application(id: $id) { id }', 'User', 'Application'],
    ['users(filter: { group: $id }) { nodes { id } }', 'User', 'Group'],
    ['users(filter: { population: $id }) { nodes { id } }', 'Group', 'Population'],
  ])('%s refuses the id of a %s, naming both types', async (field, given, expected) => {
    const { errors } = await gateway.ask(`query ($id: ID!) { ${field} }`, { id: ids.get(given) });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toMatch(new RegExp(`\\ban? ${expected}\\b.*\\ban? ${given}\\b`));
  });

  it("names a type by its article, and points at `externalId` for the provider's own id", async () => {
    const query = 'query ($id: ID!) { application(id: $id) { id } }';
    const { errors } = await gateway.ask(query, { id: ids.get('User') });
    expect(errors[0]?.message).toBe('Expected the id of an Application; received the id of a User.');
    const own = await gateway.ask(query, { id: '1b2c3d4e-5f60-4a1b-8c2d-3e4f5a6b7c8d' });
    expect(own.errors[0]?.message).toContain('`externalId`');
  });

  it.each([
    ['a text', 'not an id'],
    ['nothing', ''],
    ['an id without a type', encode(':acme:1')],
    ['a type alone', encode('User')],
    ['an id with something after it', `${encode(`User:${KEY}:1`)}!`],
  ])('that are forged are refused: %s', async (_what, id) => {
    for (const field of ['user(ref: { id: $id }) { id }', 'group(id: $id) { id }']) {
      const { errors } = await gateway.ask(`query ($id: ID!) { ${field} }`, { id });
      expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
    const { data, errors } = await gateway.ask<{ node: unknown } | null>(
      'query ($id: ID!) { node(id: $id) { id } }',
      { id },
    );
    expect(data?.node ?? null).toBeNull();
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['of a type that does not exist', encode(`Nothing:${KEY}:1`)],
    ['of a type without ids', encode(`Coverage:${KEY}:1`)],
  ])('%s are refused by node', async (_what, id) => {
    const { data, errors } = await gateway.ask<{ node: unknown } | null>(
      'query ($id: ID!) { node(id: $id) { id } }',
      { id },
    );
    expect(data?.node ?? null).toBeNull();
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('cannot climb to another path of the provider', async () => {
    const before = gateway.sandbox.requests.total;
    for (const externalId of ['..', '.', '']) {
      const { data } = await gateway.ask<{ user: unknown }>(
        'query ($id: ID!) { user(ref: { id: $id }) { id } }',
        {
          id: encode(`User:${KEY}:${externalId}`),
        },
      );
      expect(data.user).toBeNull();
    }
    expect(gateway.sandbox.requests.total).toBe(before);
  });

  it.each([
    'user(ref: { id: $id }) { id }',
    'group(id: $id) { id }',
    'population(id: $id) { id }',
    'application(id: $id) { id }',
  ])('%s refuses the id of a directory that is not configured, naming those that are', async (field) => {
    const type = { user: 'User', grou: 'Group', popu: 'Population', appl: 'Application' }[field.slice(0, 4)];
    const { errors } = await gateway.ask(`query ($id: ID!) { ${field} }`, {
      id: encode(`${type}:elsewhere:1`),
    });
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toBe(`There is no directory "elsewhere". Configured: "${KEY}".`);
  });

  it.each([
    '{ users(filter: { directory: "elsewhere" }) { nodes { id } } }',
    '{ groups(filter: { directory: "elsewhere" }) { nodes { id } } }',
    '{ applications(filter: { directory: "elsewhere" }) { nodes { id } } }',
    '{ findings(filter: { directory: "elsewhere" }) { nodes { id } } }',
    '{ posture(directory: "elsewhere") { asOf } }',
    '{ user(ref: { username: { directory: "elsewhere", username: "x" } }) { id } }',
    '{ user(ref: { email: { directory: "elsewhere", email: "x@y.z" } }) { id } }',
    '{ user(ref: { externalId: { directory: "elsewhere", externalId: "x" } }) { id } }',
    'mutation { suspendUser(input: { user: { username: { directory: "elsewhere", username: "x" } } }) { __typename } }',
  ])('an unknown directory is named with those that are configured: %s', async (query) => {
    const { errors } = await gateway.ask(query);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toBe(`There is no directory "elsewhere". Configured: "${KEY}".`);
  });
});

describe('cursors', () => {
  it.each([
    ['that are no cursor', 'abc'],
    ['of a directory that is not there', encode(JSON.stringify(['elsewhere', null, 0]))],
    ['with a made-up page', encode(JSON.stringify([KEY, 'made-up', 0]))],
    [
      'with a page of another list',
      encode(
        JSON.stringify([KEY, encode(JSON.stringify(['/environments/x/groups', { cursor: 'a' }, ''])), 0]),
      ),
    ],
    ['with a negative place', encode(JSON.stringify([KEY, null, -1]))],
  ])('%s are refused', async (_what, after) => {
    const gateway = await startGateway({ users: 10 });
    try {
      for (const list of ['users', 'groups']) {
        const { data, errors } = await gateway.ask(
          `query ($after: String) { ${list}(after: $after) { nodes { id } } }`,
          { after },
        );
        expect(Object.values(Object(data))).toEqual([null]);
        expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
      }
    } finally {
      await gateway.close();
    }
  });

  it('belong to the filter that they were given with', async () => {
    const gateway = await startGateway({ users: 300 });
    try {
      const query = `query ($after: String, $filter: UserFilter) {
        users(first: 200, after: $after, filter: $filter) { pageInfo { endCursor } }
      }`;
      const { data } = await gateway.ask<{ users: { pageInfo: { endCursor: string } } }>(query);
      const after = data.users.pageInfo.endCursor;
      const other = await gateway.ask<object | null>(query, {
        after,
        filter: { username: { startsWith: 'a' } },
      });
      expect(other.data).toEqual({ users: null });
      expect(other.errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    } finally {
      await gateway.close();
    }
  });
});

/** Type and id of the objects in an answer. */
function objectsIn(value: unknown): (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const { __typename: type, id }: { __typename?: unknown; id?: unknown } = value;
  const own = typeof type === 'string' && typeof id === 'string' ? [[type, id] as const] : [];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
}
