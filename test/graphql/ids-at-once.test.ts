import { GraphQLObjectType, GraphQLID, GraphQLNonNull, GraphQLSchema, graphql } from 'graphql';
import { expect, test } from 'vitest';
import { decodeGlobalId } from '../../src/graphql/global-id.ts';
import { idsAtOnce } from '../../src/graphql/ids-at-once.ts';

/** A type that declares its id as the plugin has it. */
async function idBy(resolve: () => unknown) {
  const thing = new GraphQLObjectType({
    name: 'Thing',
    fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
    extensions: { pothosOptions: { id: { resolve }, loadOne: () => null } },
  });
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: { thing: { type: thing, resolve: () => ({}) } },
  });
  const { data, errors } = await graphql({
    schema: idsAtOnce(new GraphQLSchema({ query })),
    source: '{ thing { id } }',
  });
  return { id: (data?.['thing'] as { id: string } | null)?.id, said: errors?.map(({ message }) => message) };
}

test('an id is a text or a number, known at once', async () => {
  for (const local of ['a', 17]) {
    const { id = '' } = await idBy(() => local);
    expect(decodeGlobalId(id)).toMatchObject({ id: String(local) });
  }
});

test.each([
  ['a promise', () => Promise.resolve('a')],
  ['undefined', () => undefined],
  ['null', () => null],
  ['object', () => ({})],
])('a type whose id is %s is told so, and not given the id of every other', async (what, resolve) => {
  expect(await idBy(resolve)).toEqual({
    id: undefined,
    said: [`The id of a Thing is to be a string or a number at once; received ${what}.`],
  });
});
