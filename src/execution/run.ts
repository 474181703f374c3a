import { pathToArray } from '@graphql-tools/utils';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { type GraphQLError, locatedError } from 'graphql';
import type { Place } from './complete-in-place.ts';
import type { FieldPlan, OperationPlan } from './plan.ts';

/** Where a value stands in the answer: a chain that its children share. */
export type Path = GraphQLResolveInfo['path'];

/** One execution of a plan. */
export class Run {
  readonly plan: OperationPlan;
  readonly context: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[] = [];
  /** By the number of the field: no argument differs from row to row. */
  readonly args: Record<string, unknown>[] = [];
  /** Nobody waits for the answer any more. */
  isEnded = false;

  constructor(plan: OperationPlan, context: unknown, variables: Readonly<Record<string, unknown>>) {
    this.plan = plan;
    this.context = context;
    this.variables = variables;
  }

  /** @throws the error, where the value may not be null in its place. */
  failed(raw: unknown, { info, isNonNull, path }: Place): null {
    // Nobody reads of it, and an error takes longer than a value.
    if (this.isEnded) return null;
    const all: readonly unknown[] =
      raw instanceof AggregateError && raw.errors.length > 0 ? raw.errors : [raw];
    for (const each of all) {
      const error = locatedError(asError(each), info.fieldNodes, pathToArray(path));
      if (isNonNull) throw error;
      this.errors.push(error);
    }
    return null;
  }
}

/** What a resolver may want to know of its field; most want nothing. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly #run: Run;
  readonly #field: FieldPlan;
  readonly path: Path;

  constructor(run: Run, field: FieldPlan, path: Path) {
    this.#run = run;
    this.#field = field;
    this.path = path;
  }

  get fieldName(): string {
    return this.#field.definition.name;
  }
  get fieldNodes(): readonly FieldNode[] {
    return this.#field.nodes;
  }
  get returnType(): GraphQLResolveInfo['returnType'] {
    return this.#field.definition.type;
  }
  get parentType(): GraphQLResolveInfo['parentType'] {
    return this.#field.parent;
  }
  get schema(): GraphQLResolveInfo['schema'] {
    return this.#run.plan.schema;
  }
  get fragments(): GraphQLResolveInfo['fragments'] {
    return this.#run.plan.fragments;
  }
  get rootValue(): undefined {
    return undefined;
  }
  get operation(): GraphQLResolveInfo['operation'] {
    return this.#run.plan.operation;
  }
  get variableValues(): Record<string, unknown> {
    return this.#run.variables;
  }
}

/** What was thrown, as an error. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const isObject = typeof thrown === 'object' && thrown !== null;
  if (isObject && 'message' in thrown && typeof thrown.message === 'string')
    return new Error(thrown.message, { cause: thrown });
  return new Error(String(thrown));
}
