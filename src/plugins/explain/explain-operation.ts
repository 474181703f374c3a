import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { holds, isConfined } from '../../access/reach.ts';
import type { GatewayContext } from '../../graphql/context.ts';
import { checksOf } from '../../graphql/declared-permission.ts';
import type { FieldCost } from '../../model/field-cost.ts';
import { operationTooLarge } from '../operation-too-large.ts';
import type { Expected } from './expected.ts';
import type { FieldPlan } from './field-planner.ts';
import { listPlanners } from './list-planners.ts';
import { objectPlanners } from './object-planners.ts';
import { type Plan, type PlanStep, toPlan } from './plan.ts';
import { Reads } from './reads.ts';

export interface ExplainedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

const planners = { ...listPlanners, ...objectPlanners };
/** Rows of a list of which nothing is known. */
const someRows = 5;
/** Steps of one plan: what aliases make of a small document may be more than anybody reads. */
const mostSteps = 2_000;

/** Fields of one type that answer under the same response name: execution resolves them together, once. */
interface MergedField {
  readonly parent: GraphQLNamedType;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
}

/** What an operation would read, field by field, as its resolvers and loaders decide it. Nothing is asked of a provider. */
export function explainOperation(input: ExplainedOperation): Plan {
  return toPlan(new Explainer(input).steps(), input.context.directories);
}

class Explainer {
  readonly #input: ExplainedOperation;
  readonly #reads: Reads;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #steps: PlanStep[] = [];
  readonly #declared = new Map<string, number>();

  constructor(input: ExplainedOperation) {
    this.#input = input;
    this.#reads = new Reads(input.context.scope, !isConfined(input.context.caller));
    this.#fragments = new Map(
      input.document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    );
  }

  steps(): readonly PlanStep[] {
    const { schema, operation } = this.#input;
    const root = schema.getRootType(operation.operation);
    if (root) this.#selections([operation.selectionSet], root, [], '');
    return this.#steps;
  }

  #selections(
    sets: readonly SelectionSetNode[],
    parent: GraphQLNamedType,
    parents: readonly Expected[],
    path: string,
  ): void {
    for (const field of this.#merged(sets, parent)) this.#field(field, parents, path);
  }

  #merged(sets: readonly SelectionSetNode[], parent: GraphQLNamedType): readonly MergedField[] {
    const merged = new Map<string, { parent: GraphQLNamedType; nodes: [FieldNode, ...FieldNode[]] }>();
    const opened = new Set<string>();
    for (const set of sets) {
      for (const [type, node] of this.#fields(set, parent, opened)) {
        const name = `${type.name}.${responseName(node)}`;
        const before = merged.get(name);
        if (before === undefined) merged.set(name, { parent: type, nodes: [node] });
        else before.nodes.push(node);
      }
    }
    return [...merged.values()];
  }

  /**
   * The fields of a selection with the types that they belong to, fragments opened.
   * @param opened names of fragments that were, each of which is opened once.
   */
  *#fields(
    set: SelectionSetNode,
    parent: GraphQLNamedType,
    opened: Set<string>,
  ): Generator<readonly [GraphQLNamedType, FieldNode]> {
    for (const selection of set.selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        yield [parent, selection];
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (opened.has(selection.name.value)) continue;
        opened.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const named = fragment.typeCondition?.name.value;
      const type = named === undefined ? parent : this.#input.schema.getType(named);
      if (type !== undefined) yield* this.#fields(fragment.selectionSet, type, opened);
    }
  }

  #isIncluded(node: SelectionNode): boolean {
    const { variables } = this.#input;
    return (
      getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
      getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
    );
  }

  #field({ parent, nodes }: MergedField, parents: readonly Expected[], before: string): void {
    const [node] = nodes;
    const isOpen = isObjectType(parent) || isInterfaceType(parent);
    const field = isOpen ? parent.getFields()[node.name.value] : undefined;
    if (field === undefined) return;
    const { schema, operation, context } = this.#input;
    const isRoot = schema.getRootType(operation.operation) === parent;
    // What a caller may not read is refused before anything is asked.
    if (isObjectType(parent) && checksOf(parent, field, isRoot).some((each) => !holds(context.caller, each)))
      return;
    const path = `${before}${before === '' ? '' : '.'}${responseName(node)}`;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const plan = this.#plan(node, sets, field, parent, parents, isRoot);
    for (const step of plan.steps) this.#steps.push({ path, ...step });
    this.#checkSize();
    const type = getNamedType(field.type);
    if (sets.length === 0) return;
    const rows = plan.rows ?? this.#below(node, field, parent, parents);
    this.#selections(sets, type, rows, path);
  }

  #checkSize(): void {
    if (this.#steps.length <= mostSteps) return;
    throw operationTooLarge('plan', {
      what: 'the number of steps of its plan',
      allowed: mostSteps,
      received: this.#steps.length,
      advice: 'Ask for the plan of fewer fields at once.',
    });
  }

  #plan(
    node: FieldNode,
    sets: readonly SelectionSetNode[],
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLNamedType,
    parents: readonly Expected[],
    isRoot: boolean,
  ): FieldPlan {
    const planner = planners[`${parent.name}.${node.name.value}`];
    if (planner === undefined) return { steps: this.#declaredSteps(field, parent, parents, isRoot) };
    const target = getNamedType(field.type);
    const selects = (name: string): boolean =>
      this.#merged(sets, target).some(({ nodes: [below] }) => below.name.value === name);
    const args = getArgumentValues(field, node, this.#input.variables);
    return planner({ parents, args, selects, context: this.#input.context, reads: this.#reads });
  }

  /** A field that has no plan of its own: what it says that it costs. */
  #declaredSteps(
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLNamedType,
    parents: readonly Expected[],
    isRoot: boolean,
  ): FieldPlan['steps'] {
    const cost = field.extensions['cost'] as FieldCost | undefined;
    const calls = cost?.calls ?? (cost?.page === undefined ? 0 : 1);
    if (calls === 0) return [];
    const { directories } = this.#input.context;
    const of = isRoot ? directories.map((directory) => ({ directory, count: 1, ids: null })) : parents;
    return of.flatMap(({ directory, count }) => {
      const name = `${directory.key} ${parent.name}.${field.name}`;
      const asked = this.#declared.get(name) ?? 0;
      const left = (cost?.batched ?? Number.POSITIVE_INFINITY) - asked;
      const own = Math.min(count * calls, Math.max(0, left));
      this.#declared.set(name, asked + own);
      const because = 'what the field says that it costs at most';
      return [{ directory: directory.key, source: 'DECLARED' as const, objects: count, calls: own, because }];
    });
  }

  /** How many objects a field leads to whose plan does not say it. */
  #below(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLNamedType,
    parents: readonly Expected[],
  ): readonly Expected[] {
    const { extensions } = parent;
    // A connection and its edges hand on the rows that they were made of.
    if (extensions['rowsOf'] !== undefined || extensions['rowOf'] !== undefined) return parents;
    const { context } = this.#input;
    const args = getArgumentValues(field, node, this.#input.variables);
    const cost = field.extensions['cost'] as FieldCost | undefined;
    const first = typeof args['first'] === 'number' ? args['first'] : undefined;
    const isList = isListType(getNullableType(field.type));
    const rows = first ?? (isList ? (cost?.rows ?? someRows) : 1);
    if (parents.length === 0)
      return context.directories.map((directory) => ({
        directory,
        count: getNamedType(field.type).name === 'Directory' ? 1 : rows,
        ids: null,
      }));
    return parents.map(({ directory, count }) => ({ directory, count: count * rows, ids: null }));
  }
}

function responseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
