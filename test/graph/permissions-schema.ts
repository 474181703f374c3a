import {
  buildSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
  isUnionType,
  printSchema,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { authorizeSchema } from '../../src/graphql/authorize.ts';
import { declaredPermission } from '../../src/graphql/declared-permission.ts';
import { schema } from '../../src/graphql/schema.ts';

/** A field with the type that it stands on. */
export interface Position {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

export const roots: readonly GraphQLObjectType[] = [
  schema.getQueryType(),
  schema.getMutationType(),
  schema.getSubscriptionType(),
].filter((type) => type !== null && type !== undefined);

export function isRoot(type: GraphQLObjectType): boolean {
  return roots.some((root) => root.name === type.name);
}

export const objectTypes: readonly GraphQLObjectType[] = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type),
);

export const positions: readonly Position[] = objectTypes.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ type, field })),
);

/**
 * The same schema with the same declarations and the same checks, in which every field answers at once: an object, a list of one,
 * a scalar. So each field of each type can be asked for, whatever a directory holds.
 */
export function answeringSchema(): GraphQLSchema {
  const copy = buildSchema(printSchema(schema));
  for (const type of Object.values(copy.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    const original = schema.getType(type.name);
    if (isInterfaceType(type) || isUnionType(type)) {
      type.resolveType = (_value, context: { readonly concrete?: string }) => {
        const [first] = copy.getPossibleTypes(type);
        const wanted = copy.getPossibleTypes(type).find(({ name }) => name === context.concrete);
        return (wanted ?? first)?.name;
      };
    }
    if (!isObjectType(type) || !isObjectType(original)) continue;
    const permission = declaredPermission(original.extensions);
    type.extensions = permission === undefined ? {} : { permission };
    for (const field of Object.values(type.getFields())) {
      const { permission: declared, own } = original.getFields()[field.name]?.extensions ?? {};
      field.extensions = { permission: declared, own };
      field.resolve = () => answerOf(field);
    }
  }
  return authorizeSchema(copy);
}

function answerOf(field: GraphQLField<unknown, unknown>): unknown {
  const type = getNamedType(field.type);
  const one =
    isObjectType(type) || isAbstractType(type)
      ? {}
      : isEnumType(type)
        ? type.getValues()[0]?.value
        : ({ Int: 1, Float: 1, Boolean: true }[type.name] ?? '2026-01-01T00:00:00.000Z');
  return isListType(getNullableType(field.type)) ? [one] : one;
}

/** How a type is reached from a root: the fields on the way, and through which type each is seen. */
export function wayTo(target: GraphQLObjectType): readonly Position[] | undefined {
  const ways = new Map<string, readonly Position[]>(roots.map((root) => [root.name, []]));
  const queue: GraphQLObjectType[] = [...roots];
  for (let type = queue.shift(); type !== undefined; type = queue.shift()) {
    const way = ways.get(type.name) ?? [];
    if (type.name === target.name) return way;
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const next = isObjectType(named)
        ? [named]
        : isAbstractType(named)
          ? schema.getPossibleTypes(named)
          : [];
      for (const each of next) {
        if (ways.has(each.name)) continue;
        ways.set(each.name, [...way, { type, field }]);
        queue.push(each);
      }
    }
  }
  return undefined;
}
