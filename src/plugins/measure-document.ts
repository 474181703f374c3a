import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The size of a selection, with fragments counted as often as they are spread. */
export interface Measure {
  /** Fields below each other. */
  readonly depth: number;
  /** The same below `__schema` and `__type`. */
  readonly introspectionDepth: number;
  readonly fields: number;
  /** Fields of the outermost selection. */
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Measure = {
  depth: 0,
  introspectionDepth: 0,
  fields: 0,
  rootFields: 0,
  aliases: 0,
  directives: 0,
};

/**
 * Measures every operation of a document. Each fragment is walked once, so a document whose fragments multiply
 * to 2^26 paths takes no longer than its text. Says nothing about validity: cycles and unknown fragments count as empty.
 */
export function measureDocument(
  document: DocumentNode,
): { operation: OperationDefinitionNode; measure: Measure }[] {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const measured = new Map<string, Measure>();

  function ofFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const measure =
      fragment === undefined ? NOTHING : ofSelections(fragment.selectionSet, fragment.directives);
    measured.set(name, measure);
    return measure;
  }

  function ofSelections(set: SelectionSetNode, directives: readonly DirectiveNode[] | undefined): Measure {
    let total: Measure = { ...NOTHING, directives: directives?.length ?? 0 };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        total = beside(total, ofFragment(selection.name.value), selection.directives?.length ?? 0);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        total = beside(total, ofSelections(selection.selectionSet, selection.directives), 0);
      } else {
        const below =
          selection.selectionSet === undefined ? NOTHING : ofSelections(selection.selectionSet, undefined);
        const introspects = selection.name.value === '__schema' || selection.name.value === '__type';
        total = beside(
          total,
          {
            depth: introspects ? 0 : below.depth + 1,
            introspectionDepth: introspects ? below.depth + 1 : below.introspectionDepth,
            fields: below.fields + 1,
            rootFields: 1,
            aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
            directives: below.directives,
          },
          selection.directives?.length ?? 0,
        );
      }
    }
    return total;
  }

  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [{ operation: definition, measure: ofSelections(definition.selectionSet, definition.directives) }]
      : [],
  );
}

function beside(a: Measure, b: Measure, directives: number): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    fields: a.fields + b.fields,
    rootFields: a.rootFields + b.rootFields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives + directives,
  };
}
