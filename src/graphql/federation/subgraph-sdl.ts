import { filterSchema, printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, lexicographicSortSchema } from 'graphql';

const SPECIFICATION = 'https://specs.apollo.dev/federation/v2.6';
const IMPORTED = ['@key', '@shareable'];

const printed = new WeakMap<GraphQLSchema, string>();

/** The graph as a subgraph of a larger one (Apollo Federation 2): without the fields that only routers ask for, with its keys. */
export function subgraphSdl(schema: GraphQLSchema): string {
  let sdl = printed.get(schema);
  if (sdl === undefined) printed.set(schema, (sdl = print(schema)));
  return sdl;
}

function print(schema: GraphQLSchema): string {
  const link = `extend schema @link(url: "${SPECIFICATION}", import: ${JSON.stringify(IMPORTED)})`;
  const text = printSchemaWithDirectives(lexicographicSortSchema(withoutRouterFields(schema)));
  // The names of the root types are the usual ones, and the link is what a schema block would be for.
  const withoutBlock = text
    .replace(/^schema\s*\{[^}]*\}\s*/m, '')
    .replaceAll(/^directive @(?:key|shareable)\b.*\n*/gm, '');
  return `${link}\n\n${withoutBlock.trim()}\n`;
}

/** What clients see: `_service` and `_entities` are between this graph and a router. */
export function withoutRouterFields(schema: GraphQLSchema): GraphQLSchema {
  return filterSchema({
    schema,
    rootFieldFilter: (_operation, name) => ours(name),
    typeFilter: (name) => ours(name) || name.startsWith('__'),
  });
}

function ours(name: string): boolean {
  return !name.startsWith('_');
}
