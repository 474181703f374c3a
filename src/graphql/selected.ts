import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/**
 * Whether a query selects a field directly below the one that is being resolved, through fragments too. A conditional
 * selection (`@include`) counts as one: asking for too much is honest, too little is not.
 */
export function selects(info: GraphQLResolveInfo, field: string): boolean {
  return info.fieldNodes.some((node) => within(node.selectionSet, field, info));
}

function within(set: SelectionSetNode | undefined, field: string, info: GraphQLResolveInfo): boolean {
  if (set === undefined) return false;
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === field;
    if (selection.kind === Kind.INLINE_FRAGMENT) return within(selection.selectionSet, field, info);
    return within(info.fragments[selection.name.value]?.selectionSet, field, info);
  });
}
