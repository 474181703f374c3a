import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { Action, ActionInput, Target } from '../action.ts';
import { partial } from '../guards/withdrawal.ts';
import type { LedgerEntry } from '../ledger.ts';
import { gone } from './gone.ts';
import { parameter } from './parameter.ts';
import { withParents } from './sweep-amendments.ts';

export interface NestingInput extends ActionInput {
  /** The group that is to be in the other. */
  readonly group: Target;
  readonly parent: Target;
}

/** A group, another one, and whether the first is directly in it. */
export interface GroupInGroup {
  readonly group: Group;
  readonly parentId: string;
  /** Null: there is no such group. */
  readonly parent: Group | null;
  readonly nested: boolean;
  /** All groups that it is directly in. */
  readonly parents: Listing<Membership>;
}

export function describeNesting({ parentId, nested }: GroupInGroup): {
  readonly parentId: string;
  readonly nested: boolean;
} {
  return { parentId, nested };
}

/** The input of the other action on the same groups. */
export function sameNesting(entry: LedgerEntry): {
  readonly group: Target;
  readonly parent: Target;
} {
  return {
    group: { externalId: entry.subject.externalId },
    parent: { externalId: parameter(entry, 'parentId') },
  };
}

/** What putting a group into another and taking it out have in common. Each is safe to repeat. */
export const onGroupInGroup = {
  subjectType: 'GROUP',
  permission: 'group:member.write',
  effect: 'SET',
  locate: async ({ group }) => (group.externalId === '' ? null : { externalId: group.externalId }),
  read: async ({ externalId }, { parent }, { directory, provider, reads, context }) => {
    const [group, found, membership, parents] = await Promise.all([
      provider.groups.get(externalId, context),
      provider.groups.get(parent.externalId, context),
      provider.membershipWrites.groupMembership(externalId, parent.externalId, context),
      reads.groupParents(externalId).catch(gone),
    ]);
    if (group === null) return null;
    if (parents === null) throw partial('groups that a group is in (none are shown)', directory.key);
    const parentId = found?.externalId ?? parent.externalId;
    // The groups above the other one are none that it could be taken out of.
    const nested = membership !== null && membership.type !== 'INDIRECT';
    return { group, parent: found, parentId, nested, parents };
  },
  describe: describeNesting,
  parameters: ({ parent }) => ({ parentId: parent.externalId }),
  forget: (loaders, { externalId }, after) => {
    const { cache, sweeper } = loaders.directory;
    loaders.group.clear(externalId);
    loaders.groupParents.clear(externalId);
    cache.evict('groupParents', externalId);
    // Whoever is in the group comes into others, and holds what they give, or not any more.
    for (const kind of ['userGroups', 'userRoleAssignments', 'groupTotalMembers'] as const)
      cache.evictAll(kind);
    if (after !== null) sweeper.amend(withParents(after.group.externalId, after.parents));
  },
} as const satisfies Partial<Action<NestingInput, GroupInGroup>>;
