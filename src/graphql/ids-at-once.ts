import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { encodeGlobalId } from './global-id.ts';

/**
 * Global ids without a promise for each: the plugin that declares them resolves every one asynchronously, and a list of a thousand rows
 * would wait for a thousand promises that have nothing to wait for.
 */
export function idsAtOnce(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const field = type.getFields()['id'];
    const localId = localIdOf(type.extensions['pothosOptions']);
    if (field === undefined || localId === undefined) continue;
    field.resolve = (...given) => encodeGlobalId(type.name, String(localId(...given)));
  }
  return schema;
}

/** What a type of the graph declares as its id, where it can be asked for by it. */
function localIdOf(options: unknown): GraphQLFieldResolver<unknown, unknown> | undefined {
  if (!isRecord(options) || !('loadOne' in options) || !isRecord(options['id'])) return undefined;
  const { resolve } = options['id'];
  return typeof resolve === 'function' ? (resolve as GraphQLFieldResolver<unknown, unknown>) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
