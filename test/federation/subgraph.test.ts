import { readFileSync } from 'node:fs';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { composeServices } from '@theguild/federation-composition';
import { execute, type GraphQLSchema, parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { schema } from '../../src/graphql/schema.ts';
import { subgraphSdl } from '../../src/graphql/federation/subgraph-sdl.ts';
import { KEY, startGateway, type TestGateway } from '../support/gateway.ts';
import { badgesExecutor, badgesSdl } from './badges.ts';

let gateway: TestGateway;
let supergraph: GraphQLSchema;
/** What the router asked this graph for. */
const asked: string[] = [];

beforeAll(async () => {
  gateway = await startGateway({ users: 30 });
  const composed = composeServices([
    { name: 'rollcall', typeDefs: parse(subgraphSdl(schema)) },
    { name: 'badges', typeDefs: parse(badgesSdl) },
  ]);
  if (composed.errors !== undefined && composed.errors.length > 0)
    throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  const badges = badgesExecutor(
    gateway
      .users()
      .slice(0, 3)
      .map(({ id }, index) => ({
        number: `B-${index}`,
        door: index === 0 ? 'Server room' : 'Main entrance',
        holder: { directory: KEY, externalId: id },
      })),
  );
  supergraph = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: composed.supergraphSdl ?? '',
    onSubschemaConfig: (config) => {
      config.executor = async ({ document, variables }) => {
        const query = print(document);
        const given = { ...variables };
        if (config.name.toLowerCase() === 'badges') return (await badges(query, given)) as never;
        asked.push(query);
        const { data, errors } = await gateway.ask(query, given);
        return { data, ...(errors.length === 0 ? {} : { errors }) } as never;
      };
    },
  });
});

afterAll(() => gateway.close());

async function run(source: string): Promise<Record<string, unknown>> {
  const { data, errors } = await execute({ schema: supergraph, document: parse(source) });
  expect(errors ?? []).toEqual([]);
  return { ...data };
}

describe('this graph in a larger one', () => {
  it('is committed as the code says: run `npm run codegen`', () => {
    const committed = readFileSync(new URL('../../schema/subgraph.graphql', import.meta.url), 'utf8');
    expect(committed).toBe(subgraphSdl(schema));
  });

  it('answers from here to there: users with the badges that the other graph knows', async () => {
    const { users } = (await run('{ users(first: 5) { nodes { username badges { number door } } } }')) as {
      users: { nodes: { username: string; badges: { number: string; door: string }[] }[] };
    };
    expect(users.nodes).toHaveLength(5);
    expect(users.nodes.map(({ badges }) => badges.map(({ number }) => number))).toEqual([
      ['B-0'],
      ['B-1'],
      ['B-2'],
      [],
      [],
    ]);
  });

  it('answers from there to here: badges with the status of their holders, in one question', async () => {
    asked.length = 0;
    const { badges } = (await run(
      '{ badges { door holder { username status directory { key name } } } }',
    )) as {
      badges: { door: string; holder: { username: string; directory: { key: string } } }[];
    };
    const [first] = gateway.users();
    expect(badges[0]).toMatchObject({
      door: 'Server room',
      holder: { username: first?.['username'], directory: { key: KEY } },
    });
    expect(badges.map(({ holder }) => typeof holder.username)).toEqual(['string', 'string', 'string']);
    expect(asked.filter((query) => query.includes('_entities'))).toHaveLength(1);
  });

  it('finds an entity by either of its keys, and answers null where there is none', async () => {
    const [one] = gateway.users();
    const byPlace = { __typename: 'User', directory: { key: KEY }, externalId: one?.id };
    const { data } = await gateway.ask<{ entities: ({ id: string; username: string } | null)[] }>(
      'query ($r: [_Any!]!) { entities: _entities(representations: $r) { ... on User { id username } ... on Directory { key } } }',
      {
        r: [
          byPlace,
          { ...byPlace, externalId: '00000000-0000-4000-8000-000000000000' },
          { __typename: 'Directory', key: KEY },
          { __typename: 'Directory', key: 'elsewhere' },
        ],
      },
    );
    expect(data.entities).toMatchObject([{ username: one?.['username'] }, null, { key: KEY }, null]);
    const id = data.entities[0]?.id;
    const again = await gateway.ask<typeof data>(
      'query ($r: [_Any!]!) { entities: _entities(representations: $r) { ... on User { id username } } }',
      { r: [{ __typename: 'User', id }] },
    );
    expect(again.data.entities).toMatchObject([{ id, username: one?.['username'] }]);
  });

  it('says what is wrong with a representation, and answers the others', async () => {
    const [one] = gateway.users();
    const { data, errors } = await gateway.ask<{ entities: (object | null)[] }>(
      'query ($r: [_Any!]!) { entities: _entities(representations: $r) { ... on User { username } } }',
      {
        r: [
          { __typename: 'Badge', number: 'B-0' },
          { __typename: 'User', externalId: one?.id },
          { __typename: 'User', directory: { key: KEY }, externalId: one?.id },
        ],
      },
    );
    expect(data.entities.map((found) => found === null)).toEqual([true, true, false]);
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(errors[1]?.message).toContain('directory { key } externalId');
  });

  it('shows an entity to nobody who could not see it otherwise', async () => {
    const [one] = gateway.users();
    const query =
      'query ($r: [_Any!]!) { entities: _entities(representations: $r) { ... on User { username } } }';
    const variables = { r: [{ __typename: 'User', directory: { key: KEY }, externalId: one?.id }] };
    const grants = [{ permission: 'directory:read', directories: ['elsewhere'] }] as const;
    // A directory that a caller may not see is to them as one that is not configured.
    const callers: readonly (readonly [Caller, string])[] = [
      [{ name: 'stranger', roles: [], grants: [] }, 'FORBIDDEN'],
      [{ name: 'neighbour', roles: [], grants }, 'BAD_USER_INPUT'],
      [{ name: 'auditor', roles: [], grants: [{ permission: 'audit:read' }] }, 'FORBIDDEN'],
    ];
    for (const [caller, code] of callers) {
      const confined = await startGateway({ users: 30, caller });
      try {
        const { data, errors } = await confined.ask<{ entities: (object | null)[] }>(query, variables);
        expect(data.entities).toEqual([null]);
        expect(errors.map(({ extensions }) => extensions?.code)).toEqual([code]);
      } finally {
        await confined.close();
      }
    }
  });

  it('leaves an object that was asked for as an entity as it was for everybody else', async () => {
    const representations = [{ __typename: 'Directory', key: KEY }];
    const query =
      'query ($r: [_Any!]!) { entities: _entities(representations: $r) { ... on Directory { id } } }';
    const { data } = await gateway.ask<{ entities: { id: string }[] }>(query, { r: representations });
    const [found] = data.entities;
    for (let round = 0; round < 2; round += 1) {
      const node = await gateway.ask<{ node: unknown }>(
        'query ($id: ID!) { node(id: $id) { ... on Directory { key } } }',
        { id: found?.id },
      );
      expect(node).toMatchObject({ data: { node: { key: KEY } }, errors: [] });
      expect((await gateway.ask(query, { r: representations })).errors).toEqual([]);
    }
  });

  it('costs as much as it names, and names no more than a page of them', async () => {
    const r = Array.from({ length: 1_001 }, (_, index) => ({
      __typename: 'User',
      directory: { key: KEY },
      externalId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    }));
    gateway.sandbox.requests.reset();
    const { errors } = await gateway.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id } } }',
      { r },
    );
    expect(errors[0]?.message).toContain('at most 1000 representations');
    expect(gateway.sandbox.requests.total).toBe(0);
  });
});
