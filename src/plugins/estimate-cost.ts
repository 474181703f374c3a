import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { FieldCost } from '../model/field-cost.ts';
import { introspectionSize } from './introspection-size.ts';

/** What an operation would cost at most, by what it asks for. */
export interface EstimatedCost {
  /** Calls to providers. */
  readonly upstreamCalls: number;
  /** Rows of lists in the answer. */
  readonly rows: number;
  /** Fields in the answer: each row has all that were asked of it. What executing and writing it takes. */
  readonly values: number;
}

export interface EstimateOptions {
  /** Rows of a list whose `first` is missing: the page size that the schema then uses. Default 20. */
  readonly defaultPage?: number;
  /** Rows of a list that takes no `first` and says nothing about itself. Default 5. */
  readonly defaultRows?: number;
}

export interface EstimatedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As they came: not coerced, not trusted. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The cost of a selection for ONE parent object. Linear in the number of parents but for the `batched` fields. */
interface Cost {
  readonly calls: number;
  readonly rows: number;
  readonly values: number;
  /** By field: calls if each parent were asked for alone, and the most that it takes in bulk. */
  readonly batched: ReadonlyMap<string, { readonly calls: number; readonly cap: number }>;
}

const FREE: Cost = { calls: 0, rows: 0, values: 0, batched: new Map() };

export interface Price {
  readonly cost: EstimatedCost;
  /** Fields of the answer below `__schema` and `__type`, which `cost` counts as one each. */
  readonly introspected: number;
  /** Whether it is so whatever the variables are. */
  readonly isFixed: boolean;
}

/**
 * An upper bound of what the operation costs, read from the document, the variables and the fields' `extensions.cost`.
 * Lists multiply what is below them by `first`; a fragment is priced once for each page size around it, not once per path.
 * What is skipped by `@skip` counts; the same field asked for twice counts twice.
 */
export function estimateCost(operation: EstimatedOperation, options: EstimateOptions = {}): Price {
  const estimator = new Estimator(operation, options);
  const { calls, rows, values, batched } = estimator.operation();
  const inBulk = [...batched.values()].reduce((total, each) => total + Math.min(each.calls, each.cap), 0);
  return {
    cost: { upstreamCalls: calls + inBulk, rows, values },
    introspected: estimator.introspected(),
    isFixed: !estimator.readVariables,
  };
}

class Estimator {
  readVariables = false;
  readonly #input: EstimatedOperation;
  readonly #defaultPage: number;
  readonly #defaultRows: number;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #priced = new Map<string, Cost>();

  constructor(input: EstimatedOperation, { defaultPage = 20, defaultRows = 5 }: EstimateOptions) {
    this.#input = input;
    this.#defaultPage = defaultPage;
    this.#defaultRows = defaultRows;
    this.#fragments = new Map(
      input.document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    );
  }

  operation(): Cost {
    const { schema, operation } = this.#input;
    const root = schema.getRootType(operation.operation);
    return root ? this.#selections(operation.selectionSet, root, undefined) : FREE;
  }

  introspected(): number {
    const { schema, operation } = this.#input;
    return introspectionSize(operation.selectionSet, this.#fragments, schema);
  }

  /** @param page the `first` of the connection that this selection belongs to; its `nodes` and `edges` have so many rows. */
  #selections(set: SelectionSetNode, parent: GraphQLNamedType, page: number | undefined): Cost {
    const costs = set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, parent, page);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value, page);
      return this.#selections(
        selection.selectionSet,
        this.#type(selection.typeCondition?.name.value) ?? parent,
        page,
      );
    });
    return sum(costs);
  }

  #fragment(name: string, page: number | undefined): Cost {
    const key = `${name} ${page}`;
    const known = this.#priced.get(key);
    if (known !== undefined) return known;
    this.#priced.set(key, FREE);
    const fragment = this.#fragments.get(name);
    const type = this.#type(fragment?.typeCondition.name.value);
    const cost =
      fragment === undefined || type === undefined
        ? FREE
        : this.#selections(fragment.selectionSet, type, page);
    this.#priced.set(key, cost);
    return cost;
  }

  #field(node: FieldNode, parent: GraphQLNamedType, page: number | undefined): Cost {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return { ...FREE, values: 1 };
    const declared = this.#forEach(node, this.#declared(field, parent, node.name.value));
    const asked = this.#asked(node, field);
    const isList = isListType(getNullableType(field.type));
    // A connection hands its page size to `nodes` and `edges`; every other list has its own.
    const rows = isList ? (page ?? asked ?? declared.rows ?? this.#defaultRows) : 1;
    const size = asked ?? declared.rows ?? this.#defaultPage;
    const own = ownCost(`${parent.name}.${node.name.value}`, declared, size);
    const counted = asked === undefined ? (isList && page === undefined ? (declared.rows ?? 0) : 0) : asked;
    const below =
      node.selectionSet === undefined
        ? FREE
        : this.#selections(node.selectionSet, getNamedType(field.type), isList ? undefined : asked);
    return sum([own, { ...FREE, rows: counted, values: 1 }, times(below, rows)]);
  }

  #type(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#input.schema.getType(name);
  }

  /** A field of an interface may be declared on the types behind it: the dearest counts. */
  #declared(field: GraphQLField<unknown, unknown>, parent: GraphQLNamedType, name: string): FieldCost {
    const own = costOf(field);
    if (own !== undefined || !isAbstractType(parent)) return own ?? {};
    const behind = this.#input.schema
      .getPossibleTypes(parent)
      .flatMap((type) => costOf(type.getFields()[name]) ?? [])
      .toSorted((a, b) => callsFor(b, this.#defaultPage) - callsFor(a, this.#defaultPage));
    return behind[0] ?? {};
  }

  /** How many rows the caller asks for: `first` or `last`, or as many as the argument that names objects has entries. */
  #asked(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    for (const name of ['first', 'last'] as const) {
      const argument = field.args.find((candidate) => candidate.name === name);
      if (argument === undefined) continue;
      const given = this.#value(node, name);
      const value = given ?? (name === 'first' ? (argument.defaultValue ?? undefined) : undefined);
      if (typeof value === 'number' && value >= 0) return value;
      if (name === 'first' && this.#value(node, 'last') === undefined) return this.#defaultPage;
    }
    // Only what names objects says how many rows come back: a list of states to choose from says nothing about it.
    const list = field.args.find(({ name }) => name === 'ids' || name === 'representations');
    const entries = list === undefined ? undefined : this.#value(node, list.name);
    return Array.isArray(entries) && isListType(getNullableType(field.type)) ? entries.length : undefined;
  }

  /** What is priced for each entry of an argument's list, for all that were given. */
  #forEach(node: FieldNode, declared: FieldCost): FieldCost {
    if (declared.each === undefined) return declared;
    const [name, ...path] = declared.each.path;
    const argument = node.arguments?.find((candidate) => candidate.name.value === name);
    const entries = entriesIn(this.#member(argument?.value, path)) ?? declared.each.otherwise;
    return { ...declared, calls: (declared.calls ?? 1) * entries };
  }

  /** What stands at a path in an argument, which may be written out, a variable, or have variables in it. */
  #member(value: ValueNode | undefined, path: readonly string[]): unknown {
    if (value === undefined) return undefined;
    const [name, ...rest] = path;
    if (value.kind === Kind.OBJECT && name !== undefined)
      return this.#member(value.fields.find((field) => field.name.value === name)?.value, rest);
    if (value.kind === Kind.VARIABLE && name !== undefined && !this.#isGiven(value.name.value))
      return this.#member(this.#defaultOf(value.name.value), path);
    if (value.kind === Kind.VARIABLE) return memberOf(this.#read(value), path);
    if (value.kind === Kind.NULL || name !== undefined) return undefined;
    // One entry may be written without brackets (GraphQL specification, section 3.11).
    return value.kind === Kind.LIST ? value.values : [value];
  }

  #isGiven(variable: string): boolean {
    this.readVariables = true;
    return Object.hasOwn(this.#input.variables, variable);
  }

  #defaultOf(variable: string): ValueNode | undefined {
    return this.#input.operation.variableDefinitions?.find(
      ({ variable: { name } }) => name.value === variable,
    )?.defaultValue;
  }

  #value(node: FieldNode, name: string): unknown {
    return this.#read(node.arguments?.find((argument) => argument.name.value === name)?.value);
  }

  #read(value: ValueNode | undefined): unknown {
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind === Kind.LIST) return value.values;
    if (value?.kind !== Kind.VARIABLE) return undefined;
    const name = value.name.value;
    if (this.#isGiven(name)) return this.#input.variables[name] ?? undefined;
    return this.#read(this.#defaultOf(name));
  }
}

/** Of what came in a variable: not coerced, not trusted. */
function memberOf(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return memberOf((value as Readonly<Record<string, unknown>>)[name], rest);
}

/** A single value is a list of one to GraphQL. */
function entriesIn(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.length : 1;
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function costOf(field: GraphQLField<unknown, unknown> | undefined): FieldCost | undefined {
  const declared: unknown = field?.extensions['cost'];
  return typeof declared === 'object' && declared !== null ? declared : undefined;
}

function callsFor({ calls, page }: FieldCost, size: number): number {
  return page === undefined ? (calls ?? 0) : (calls ?? 1) * Math.max(1, Math.ceil(size / page));
}

function ownCost(field: string, declared: FieldCost, size: number): Cost {
  const calls = callsFor(declared, size);
  if (calls === 0) return FREE;
  if (declared.batched === undefined) return { ...FREE, calls };
  return { ...FREE, batched: new Map([[field, { calls, cap: declared.batched }]]) };
}

function sum(costs: readonly Cost[]): Cost {
  const batched = new Map<string, { calls: number; cap: number }>();
  for (const cost of costs) {
    for (const [field, { calls, cap }] of cost.batched) {
      batched.set(field, { calls: calls + (batched.get(field)?.calls ?? 0), cap });
    }
  }
  return {
    calls: costs.reduce((total, { calls }) => total + calls, 0),
    rows: costs.reduce((total, { rows }) => total + rows, 0),
    values: costs.reduce((total, { values }) => total + values, 0),
    batched,
  };
}

function times(cost: Cost, factor: number): Cost {
  if (factor === 0) return FREE;
  return {
    calls: cost.calls * factor,
    rows: cost.rows * factor,
    values: cost.values * factor,
    batched: new Map(
      [...cost.batched].map(([field, { calls, cap }]) => [field, { calls: calls * factor, cap }]),
    ),
  };
}
