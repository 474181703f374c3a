import { byExternalId } from '../directory/by-external-id.ts';
import { type EvaluationContext } from '../findings/lazy/context.ts';
import { reachOf } from '../findings/lazy/nesting.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { Membership } from '../model/group.ts';
import { unknownWord } from './export-row.ts';
import type { ReadPart } from './export-part.ts';

/** How something is held: put there by itself, through a group, through a group in a group, by a group's filter; or why that is not known. */
export type How = 'DIRECT' | 'VIA_GROUP' | 'INHERITED' | 'BY_FILTER' | `UNKNOWN(${string})`;

/** A group that somebody is in, and by which groups: from the first one to it, both included. */
export interface HeldGroup {
  readonly groupId: string;
  readonly how: How;
  /** Null: it is not known through which. */
  readonly path: readonly string[] | null;
}

export interface HeldGroups {
  readonly groups: readonly HeldGroup[];
  /** Why some may be missing; null: none is. */
  readonly gap: UnknownReason | null;
}

/**
 * The groups that somebody is in, those that only nesting shows included. Providers count members of members in different ways: what
 * they call indirect without a filter or a nesting that explains it has a path that is not known.
 */
export async function heldGroups(
  memberships: readonly Membership[],
  { sweep }: ReadPart,
  context: EvaluationContext,
): Promise<HeldGroups> {
  const groups = byExternalId(sweep.groups.rows);
  const byFilter = (id: string): boolean => (groups.get(id)?.dynamicFilter ?? null) !== null;
  const listed = new Map(memberships.map(({ groupId, type }) => [groupId, type]));
  const starts = [...listed].filter(([id, type]) => type !== 'INDIRECT' || byFilter(id)).map(([id]) => id);
  const reach = await reachOf(starts, context, new Map());
  const reached = new Set(reach.groups.map(({ groupId }) => groupId));
  return {
    groups: [
      ...reach.groups.map(({ groupId, path }): HeldGroup => ({ groupId, path, how: howOf(groupId, path) })),
      ...[...listed.keys()]
        .filter((id) => !reached.has(id))
        .map((groupId): HeldGroup => ({ groupId, path: null, how: 'INHERITED' })),
    ],
    gap: reach.gap,
  };

  function howOf(groupId: string, path: readonly string[]): How {
    if (path.length > 1) return 'INHERITED';
    const type = listed.get(groupId);
    if (type === 'UNKNOWN' && !byFilter(groupId)) return `UNKNOWN(UNSUPPORTED)`;
    return type === 'DIRECT' ? 'DIRECT' : 'BY_FILTER';
  }
}

/** Names along a path, as far as the caller may read them. */
export function namesOf(
  path: readonly string[],
  { sweep }: ReadPart,
  sees: (groupId: string) => boolean,
): readonly { readonly id: string; readonly text: string }[] {
  const groups = byExternalId(sweep.groups.rows);
  return path.map((id) =>
    sees(id)
      ? { id, text: groups.get(id)?.name ?? unknownWord('NOT_FOUND') }
      : { id: '***', text: unknownWord('NOT_PERMITTED') },
  );
}
