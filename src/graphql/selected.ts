import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];

/**
 * Whether a query selects a field directly below the one that is being resolved, through fragments too. A conditional
 * selection (`@include`) counts as one: asking for too much is honest, too little is not.
 */
export function selects(info: GraphQLResolveInfo, field: string): boolean {
  return info.fieldNodes.some((node) => hasField(node, field, info));
}

export function hasField(node: FieldNode, field: string, { fragments }: GraphQLResolveInfo): boolean {
  return fieldsOf(node.selectionSet, fragments, 'conditional too').some((one) => one.name.value === field);
}

/**
 * The selections at the end of a path of field names below the one that is being resolved, as far as no condition stands
 * before them: for work that is begun ahead of its turn and would be in vain where it is not wanted.
 */
export function surelySelected(info: GraphQLResolveInfo, path: readonly string[]): readonly FieldNode[] {
  let nodes: readonly FieldNode[] = info.fieldNodes;
  for (const name of path) {
    nodes = nodes
      .flatMap((node) => fieldsOf(node.selectionSet, info.fragments, 'unconditional'))
      .filter((node) => node.name.value === name);
  }
  return nodes;
}

type Which = 'unconditional' | 'conditional too';

/** Documents are kept by the parser, and so is what they select: it is asked for each row of a list. */
const known: Readonly<Record<Which, WeakMap<SelectionSetNode, readonly FieldNode[]>>> = {
  unconditional: new WeakMap(),
  'conditional too': new WeakMap(),
};

function fieldsOf(
  set: SelectionSetNode | undefined,
  fragments: Fragments,
  which: Which,
): readonly FieldNode[] {
  if (set === undefined) return [];
  let fields = known[which].get(set);
  if (fields === undefined) known[which].set(set, (fields = selectedBy(set, fragments, which)));
  return fields;
}

function selectedBy(set: SelectionSetNode, fragments: Fragments, which: Which): readonly FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (which === 'unconditional' && (selection.directives ?? []).length > 0) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments, which);
    return fieldsOf(fragments[selection.name.value]?.selectionSet, fragments, which);
  });
}
