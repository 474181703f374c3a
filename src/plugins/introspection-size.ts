import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  isWrappingType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { onceFor } from '../model/once-for.ts';

type Meta = 'Schema' | 'Type' | 'Field' | 'InputValue' | 'EnumValue' | 'Directive';

/** How many entries a list has at one parent. */
interface Rows {
  /** On average over all parents that there are; where it is read of each of them once, that is exact. */
  readonly mean: number;
  /** At the parent that has most: what counts where any of them may be read any number of times. */
  readonly most: number;
}

interface Sizes {
  readonly rows: Readonly<Record<string, Rows>>;
  /** The most brackets and exclamation marks around one type. */
  readonly wrappers: number;
}

interface Below {
  readonly meta: Meta;
  /** Whether this list is each object of its kind once, where its parents are. */
  readonly isEach: boolean;
}

/** What parents of a selection are. */
interface Parents {
  readonly meta: Meta;
  readonly isEach: boolean;
  /** How often their `ofType` may lead on: named types wrap nothing. */
  readonly wrappers: number;
}

/** The fields of the introspection types that have fields below them (GraphQL specification, section 4.2). */
const below: Readonly<Record<string, Below>> = {
  'Schema.types': { meta: 'Type', isEach: true },
  'Schema.directives': { meta: 'Directive', isEach: true },
  'Schema.queryType': { meta: 'Type', isEach: false },
  'Schema.mutationType': { meta: 'Type', isEach: false },
  'Schema.subscriptionType': { meta: 'Type', isEach: false },
  'Type.fields': { meta: 'Field', isEach: true },
  'Type.inputFields': { meta: 'InputValue', isEach: true },
  'Type.enumValues': { meta: 'EnumValue', isEach: true },
  'Type.interfaces': { meta: 'Type', isEach: false },
  'Type.possibleTypes': { meta: 'Type', isEach: false },
  'Type.ofType': { meta: 'Type', isEach: false },
  'Field.args': { meta: 'InputValue', isEach: true },
  'Field.type': { meta: 'Type', isEach: false },
  'InputValue.type': { meta: 'Type', isEach: false },
  'Directive.args': { meta: 'InputValue', isEach: true },
};

/**
 * The most fields that an operation can be answered below `__schema` and `__type`; 0 where it asks for neither. `types`, and what is
 * listed below it, is each object of the schema once; what a field's `type`, `ofType` or `possibleTypes` lead to may be the largest
 * type any number of times. Each fragment is counted once for each place that it can stand in.
 */
export function introspectionSize(
  operation: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  schema: GraphQLSchema,
): number {
  const counted = new Map<string, number>();

  const inFragment = (name: string, place: string, count: (set: SelectionSetNode) => number): number => {
    const key = `${place} ${name}`;
    const before = counted.get(key);
    if (before !== undefined) return before;
    counted.set(key, 0);
    const fragment = fragments.get(name);
    const size = fragment === undefined ? 0 : count(fragment.selectionSet);
    counted.set(key, size);
    return size;
  };

  const ofMeta = (set: SelectionSetNode, parents: Parents): number => {
    const { meta, isEach, wrappers } = parents;
    const sizes = sizesOf(schema);
    const again = (inner: SelectionSetNode): number => ofMeta(inner, parents);
    let size = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        size += inFragment(selection.name.value, `${meta} ${isEach} ${wrappers}`, again);
      else if (selection.kind === Kind.INLINE_FRAGMENT) size += again(selection.selectionSet);
      else {
        const field = `${meta}.${selection.name.value}`;
        const child = below[field];
        size += 1;
        if (child === undefined || selection.selectionSet === undefined) continue;
        const isWrapped = field === 'Type.ofType';
        if (isWrapped && wrappers === 0) continue;
        const { mean, most } = sizes.rows[field] ?? { mean: 1, most: 1 };
        const inner = ofMeta(selection.selectionSet, {
          meta: child.meta,
          isEach: isEach && child.isEach,
          wrappers: isWrapped ? wrappers - 1 : field.endsWith('.type') ? sizes.wrappers : 0,
        });
        size += (isEach ? mean : most) * inner;
      }
    }
    return size;
  };

  const atRoot = (set: SelectionSetNode): number => {
    let size = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) size += inFragment(selection.name.value, '', atRoot);
      else if (selection.kind === Kind.INLINE_FRAGMENT) size += atRoot(selection.selectionSet);
      else if (selection.selectionSet === undefined) continue;
      else if (selection.name.value === '__schema')
        size += 1 + ofMeta(selection.selectionSet, { meta: 'Schema', isEach: true, wrappers: 0 });
      else if (selection.name.value === '__type')
        size += 1 + ofMeta(selection.selectionSet, { meta: 'Type', isEach: false, wrappers: 0 });
    }
    return size;
  };

  return Math.ceil(atRoot(operation));
}

const sizesOf = onceFor((schema: GraphQLSchema): Sizes => {
  const types = Object.values(schema.getTypeMap());
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = withFields.flatMap((type) => Object.values(type.getFields()));
  const directives = schema.getDirectives();
  const ofTypes = (counts: readonly number[]): Rows => rows(counts, types.length);
  const listed = {
    'Schema.types': rows([types.length], 1),
    'Schema.directives': rows([directives.length], 1),
    'Type.fields': ofTypes(withFields.map((type) => Object.keys(type.getFields()).length)),
    'Type.inputFields': ofTypes(
      types.filter(isInputObjectType).map((type) => Object.keys(type.getFields()).length),
    ),
    'Type.enumValues': ofTypes(types.filter(isEnumType).map((type) => type.getValues().length)),
    'Type.interfaces': ofTypes(withFields.map((type) => type.getInterfaces().length)),
    'Type.possibleTypes': ofTypes(
      types
        .filter((type) => isInterfaceType(type) || isUnionType(type))
        .map((type) => schema.getPossibleTypes(type).length),
    ),
    'Field.args': rows(
      fields.map(({ args }) => args.length),
      fields.length,
    ),
    'Directive.args': rows(
      directives.map(({ args }) => args.length),
      directives.length,
    ),
  };
  const values = [
    ...fields.flatMap((field) => [field, ...field.args]),
    ...types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields())),
    ...directives.flatMap(({ args }) => args),
  ];
  const wrappers = values.reduce((most, { type }) => Math.max(most, wrappersOf(type)), 0);
  return { rows: listed, wrappers };
});

function wrappersOf(type: GraphQLType): number {
  return isWrappingType(type) ? 1 + wrappersOf(type.ofType) : 0;
}

/** @param parents those that have none included. */
function rows(counts: readonly number[], parents: number): Rows {
  return {
    mean: counts.reduce((sum, count) => sum + count, 0) / Math.max(1, parents),
    most: Math.max(0, ...counts),
  };
}
