import { type GraphQLSchema, isObjectType } from 'graphql';

const BY_PLACE = 'directory { key } externalId';

/** The types that other subgraphs may extend, and the fields that name one of them: each alternative is a `@key`. */
export const entityKeys = {
  User: ['id', BY_PLACE],
  Group: ['id', BY_PLACE],
  Application: ['id', BY_PLACE],
  Directory: ['id', 'key'],
  Identity: ['id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type EntityName = keyof typeof entityKeys;

export function isEntityName(name: unknown): name is EntityName {
  return typeof name === 'string' && Object.hasOwn(entityKeys, name);
}

/** What every Relay graph has under this name: composition takes it for the same type everywhere. */
const SHARED = ['PageInfo'];

/** Writes the federation directives where printing with directives finds them. */
export function declareEntityKeys(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, keys] of Object.entries(entityKeys))
    declare(schema, name, { key: keys.map((fields) => ({ fields })) });
  for (const name of SHARED) declare(schema, name, { shareable: {} });
  return schema;
}

function declare(schema: GraphQLSchema, name: string, directives: Readonly<Record<string, unknown>>): void {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new TypeError(`Expected an object type ${name} in the graph.`);
  type.extensions = { ...type.extensions, directives };
}
