import type { UnknownReason } from '../../model/fact.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { User } from '../../model/user.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import type { IdTable } from '../compact/id-table.ts';
import { MembershipPacker } from '../compact/membership-packer.ts';
import { memberIdPage } from '../member-ids.ts';
import { membershipTypeOf } from '../membership-type.ts';
import type { RequestScope } from '../request-scope.ts';
import { type Gaps, listing, walkPages } from './sweep-reads.ts';
import type { SweepTracker } from './sweep-tracker.ts';

/** More than any scheduler carries at once, so that it never runs dry. */
const atOnce = 256;

/** What every part of a sweep works with. */
export interface SweepWork {
  readonly directory: Directory;
  readonly scope: RequestScope;
  readonly gaps: Gaps;
  readonly ids: IdTable;
  readonly tracker: SweepTracker;
}

export interface MembershipPart {
  readonly userGroups: ReadonlyMap<string, readonly Membership[]>;
  /** Why `userGroups` may lack some; null: it lacks none. */
  readonly gap: UnknownReason | null;
  /** Only of groups whose members are all known. */
  readonly groupMemberCounts: ReadonlyMap<string, number>;
}

/** A way to find out who is in which group. */
export interface MembershipReading {
  /** Reads what a single group tells, and answers the numbers of its members as far as they were read; none where users are asked. */
  readGroup(group: Group): Promise<readonly number[]>;
  /** After all groups. */
  finish(): Promise<MembershipPart>;
}

/** From the groups: the pages of each one's members, turned about. */
export function membersByGroup({ directory, scope, gaps, ids }: SweepWork): MembershipReading {
  const { provider } = directory;
  const packer = new MembershipPacker(ids);
  const groupMemberCounts = new Map<string, number>();
  let gap: UnknownReason | null = null;
  return {
    readGroup: async (group) => {
      const members: number[] = [];
      const end = await walkPages(
        (request, urgency) =>
          memberIdPage(provider, group.externalId, request, { ...scope.context, urgency }),
        provider.usersPerPage,
        ({ rows }) => {
          for (const id of rows) members.push(ids.add(id));
        },
        { expected: group.directMemberCount },
      );
      gaps.add('GROUP_MEMBERS', { ...end, rows: [] });
      gap ??= end.reason;
      if (end.complete) groupMemberCounts.set(group.externalId, members.length);
      const type = membershipTypeOf(group, end.complete ? members.length : null);
      await packer.addMembers({ groupId: group.externalId, groupName: group.name, type }, members);
      return members;
    },
    finish: async () => ({ userGroups: await packer.pack(), gap, groupMemberCounts }),
  };
}

/** From the users: one call for each tells all groups. */
export function groupsByUser(
  { directory, scope, gaps, ids }: SweepWork,
  everybody: Promise<readonly User[]>,
): MembershipReading {
  const { provider } = directory;
  const packer = new MembershipPacker(ids);
  const counts = new Map<string, number>();
  let gap: UnknownReason | null = null;
  return {
    readGroup: async (group) => {
      counts.set(group.externalId, 0);
      return [];
    },
    finish: async () => {
      await forEachBounded(await everybody, atOnce, async ({ externalId, status }) => {
        const groups = await listing(provider.users.groupsOf(externalId, scope.context));
        // Who was removed may still be listed while nothing of theirs is.
        if (groups.reason === 'NOT_FOUND' && status === 'DEPROVISIONED') return;
        gaps.add('GROUP_MEMBERS', groups);
        gap ??= groups.complete ? null : (groups.reason ?? 'PARTIAL');
        packer.addGroups(externalId, groups.rows);
        for (const { groupId } of groups.rows) counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
      });
      const userGroups = await packer.pack();
      return { userGroups, gap, groupMemberCounts: gap === null ? counts : new Map() };
    },
  };
}
