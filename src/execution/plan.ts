import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Path, Run } from './run.ts';

/** Makes of what a resolver gave what stands in the answer, or a promise of it. */
export type Complete = (run: Run, value: unknown, path: Path, info: GraphQLResolveInfo) => unknown;

/** A field of one selection: everything about it that no execution changes. */
export interface FieldPlan {
  /** Its place among all fields of the plan. */
  readonly number: number;
  readonly name: string;
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly isNonNull: boolean;
  /** What it reads where it has no resolver. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | null;
  readonly hasArguments: boolean;
  readonly complete: Complete;
}

/** An operation that is ready to be executed any number of times. */
export interface OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly fields: readonly FieldPlan[];
}
