import { inspect, isPromise } from '@graphql-tools/utils';
import { defaultTypeResolver } from '@graphql-tools/executor';
import {
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql';
import { executeFields } from './execute-fields.ts';
import type { Complete, FieldPlan } from './plan.ts';
import type { Path, Run } from './run.ts';

/** Of nothing comes null, and an error that is given fails as one that is thrown. */
export function nullable(complete: Complete): Complete {
  return (run, value, path, info) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(run, value, path, info);
  };
}

export function nonNull(complete: Complete): Complete {
  return (run, value, path, info) => {
    const done = complete(run, value, path, info);
    return isPromise(done) ? done.then((each) => there(run, each, info)) : there(run, done, info);
  };
}

function there(run: Run, value: unknown, { parentType, fieldName }: GraphQLResolveInfo): unknown {
  if (value !== null || run.isEnded) return value;
  throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${fieldName}.`);
}

export function leaf(type: GraphQLLeafType): Complete {
  return (_run, value) => {
    const serialized = serialize(type, value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(
      `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  };
}

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value);
  } catch (error) {
    // What a scalar says of a value is no error for callers: it is to be masked as any other.
    throw error instanceof GraphQLError ? new Error(error.message, { cause: error }) : error;
  }
}

/** @param fieldsOf the selection, made when the first object of the type shows that it is needed. */
export function object(type: GraphQLObjectType, fieldsOf: () => readonly FieldPlan[]): Complete {
  let fields: readonly FieldPlan[] | null = null;
  const execute = (run: Run, value: unknown, path: Path): unknown =>
    executeFields(run, (fields ??= fieldsOf()), value, path);
  const { isTypeOf } = type;
  if (!isTypeOf) return execute;
  return (run, value, path, info) => {
    const checked = (isOne: boolean): unknown => {
      if (isOne) return execute(run, value, path);
      throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
        nodes: info.fieldNodes,
      });
    };
    const isOne = isTypeOf(value, run.context, info);
    return isPromise(isOne) ? isOne.then(checked) : checked(isOne);
  };
}

/** @param completeAs what completes an object of this type. */
export function abstract(
  type: GraphQLAbstractType,
  completeAs: (type: GraphQLObjectType) => Complete,
): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (run, value, path, info) => {
    const complete = (name: unknown): unknown =>
      completeAs(runtimeType(type, name, value, info))(run, value, path, info);
    const name = resolveType(value, run.context, info, type);
    return isPromise(name) ? name.then(complete) : complete(name);
  };
}

function runtimeType(
  type: GraphQLAbstractType,
  name: unknown,
  value: unknown,
  { schema, parentType, fieldName, fieldNodes }: GraphQLResolveInfo,
): GraphQLObjectType {
  const where = `for field "${parentType.name}.${fieldName}"`;
  if (typeof name !== 'string') {
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type at runtime ${where} with value ${inspect(value)}, received "${inspect(name)}".`,
      { nodes: fieldNodes },
    );
  }
  const found = schema.getType(name);
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  throw new GraphQLError(
    `Abstract type "${type.name}" was resolved to "${name}" ${where}, which is none of its types.`,
    { nodes: fieldNodes },
  );
}
