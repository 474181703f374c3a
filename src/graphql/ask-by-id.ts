import { brandWithType } from '@pothos/core';
import { type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { holds, isConfined, knowsDirectory, reaches } from '../access/reach.ts';
import type { GatewayContext } from './context.ts';
import { declaredPermission, each } from './declared-permission.ts';
import { forbidden } from './forbidden.ts';
import { decodeGlobalId } from './global-id.ts';
import { placeFunction } from './place.ts';

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

/** An id before anything is looked for. SKIPPED: nothing is to be asked, and this is the answer. */
type Question = { readonly kind: 'ASKED' } | { readonly kind: 'SKIPPED'; readonly answer: Error | null };

const asked: Question = { kind: 'ASKED' };

/**
 * Makes `node` and `nodes` answer the same whether an object does not exist or is out of the caller's reach. What the id alone
 * decides (a permission that the caller has nowhere, a directory that they do not know) is decided before anything is asked; what
 * only the object shows (its population, the directory of an entry) makes it null, as one that is not there.
 */
export function guardAskingById(schema: GraphQLSchema): GraphQLSchema {
  const { node, nodes } = schema.getQueryType()?.getFields() ?? {};
  const one = node?.resolve;
  if (node && one) node.resolve = oneById(schema, one);
  const many = nodes?.resolve;
  if (nodes && many) nodes.resolve = manyById(schema, many);
  return schema;
}

function oneById(schema: GraphQLSchema, inner: Resolver): Resolver {
  return async (root, args: { readonly id: string }, context, info) => {
    const question = questionOf(args.id, schema, context);
    if (question.kind === 'SKIPPED') return question.answer;
    return withinReach(args.id, await inner(root, args, context, info), schema, context);
  };
}

function manyById(schema: GraphQLSchema, inner: Resolver): Resolver {
  return async (root, args: { readonly ids: readonly string[] }, context, info) => {
    const questions = args.ids.map((id) => ({ id, question: questionOf(id, schema, context) }));
    const ids = questions.flatMap(({ id, question }) => (question.kind === 'ASKED' ? [id] : []));
    const found: unknown = await inner(root, { ...args, ids }, context, info);
    const answers = Array.isArray(found) ? found.values() : [].values();
    return questions.map(async ({ id, question }) => {
      if (question.kind === 'SKIPPED') return question.answer;
      const answer: unknown = answers.next().value;
      return withinReach(id, await answer, schema, context);
    });
  };
}

function questionOf(globalId: string, schema: GraphQLSchema, { caller }: GatewayContext): Question {
  const named = read(globalId, schema);
  // What is no id is refused by whoever reads it.
  if (named === null) return asked;
  const wanted = each(declaredPermission(named.type.extensions));
  const missing = wanted.find((permission) => !holds(caller, permission));
  if (missing !== undefined) return { kind: 'SKIPPED', answer: forbidden(missing) };
  if (wanted.length === 0 || !isConfined(caller)) return asked;
  const { type, directory } = named;
  const isReached =
    placeFunction(type) === undefined
      ? wanted.every((permission) => reaches(caller, permission, { directory }))
      : knowsDirectory(caller, directory);
  return isReached ? asked : { kind: 'SKIPPED', answer: null };
}

function withinReach(
  globalId: string,
  found: unknown,
  schema: GraphQLSchema,
  { caller }: GatewayContext,
): unknown {
  if (found === null || found === undefined || found instanceof Error) return found;
  const named = read(globalId, schema);
  if (named === null) return found;
  const { type, directory } = named;
  // What two fields of one operation ask for is loaded once, and says of itself what it is only to the first.
  brandWithType(found, type.name as never);
  if (!isConfined(caller)) return found;
  const place = placeFunction(type)?.(found) ?? { directory };
  const wanted = each(declaredPermission(type.extensions));
  return wanted.every((permission) => reaches(caller, permission, place)) ? found : null;
}

interface Named {
  readonly type: GraphQLObjectType;
  /** Key of the directory that the id names. */
  readonly directory: string;
}

function read(globalId: string, schema: GraphQLSchema): Named | null {
  try {
    const { typename, id } = decodeGlobalId(globalId);
    const type = schema.getType(typename);
    return isObjectType(type) ? { type, directory: id.split(':', 1)[0] ?? id } : null;
  } catch {
    return null;
  }
}
