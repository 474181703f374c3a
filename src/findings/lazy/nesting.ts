/** Group nesting: which groups a group is in, over how many steps. */
import type { UnknownReason } from '../../model/fact.ts';
import type { EvaluationContext } from './context.ts';

/** Deeper nesting is not followed; what lies beyond counts as not read. */
export const MAX_NESTING = 10;

/** One group that is reached, with the shortest way to it: from the group that was started at to this one, both included. */
export interface Reached {
  readonly groupId: string;
  readonly path: readonly string[];
}

export interface Reach {
  readonly groups: readonly Reached[];
  /** Why some groups may be missing; null: none is. */
  readonly gap: UnknownReason | null;
}

/** The groups that a member of any of `starts` is in, breadth first: every group once, by its shortest path, cycles cut. */
export async function reachOf(
  starts: readonly string[],
  context: EvaluationContext,
  names: Map<string, string>,
): Promise<Reach> {
  const seen = new Set<string>(starts);
  const groups: Reached[] = [...seen].map((groupId) => ({ groupId, path: [groupId] }));
  let gap: UnknownReason | null = null;
  let level: readonly Reached[] = groups.slice();
  while (level.length > 0) {
    const next: Reached[] = [];
    const parents = await Promise.all(level.map(({ groupId }) => context.groupParents.at(groupId).loaded()));
    for (const [index, list] of parents.entries()) {
      if (!list.complete) gap ??= list.reason ?? 'PARTIAL';
      const path = level[index]?.path ?? [];
      for (const { groupId, groupName, type } of list.rows) {
        if (groupName !== null) names.set(groupId, groupName);
        // Parents of parents come with their own step, so that the path shows every group between.
        if (type === 'INDIRECT' || seen.has(groupId)) continue;
        if (path.length >= MAX_NESTING) {
          gap ??= 'PARTIAL';
          continue;
        }
        seen.add(groupId);
        next.push({ groupId, path: [...path, groupId] });
      }
    }
    groups.push(...next);
    level = next;
  }
  return { groups, gap };
}
