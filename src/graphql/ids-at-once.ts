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
    field.resolve = (...given) => encodeGlobalId(type.name, textOf(localId(...given), type.name));
  }
  return schema;
}

/** @throws {TypeError} for what is no id at once, such as a promise: its text would be the same for every object. */
function textOf(localId: unknown, type: string): string {
  if (typeof localId === 'string' || typeof localId === 'number') return String(localId);
  const received = localId === null ? 'null' : localId instanceof Promise ? 'a promise' : typeof localId;
  throw new TypeError(`The id of a ${type} is to be a string or a number at once; received ${received}.`);
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
