import type { Directory } from '../../directory/directory.ts';
import type { Sweep } from '../../directory/sweep.ts';
import { chosenDirectories } from '../../graphql/chosen-directories.ts';
import { readPageArgs } from '../../graphql/connection.ts';
import { parseObjectId } from '../../graphql/global-id.ts';
import { readUserFilter } from '../../graphql/user-filter.ts';
import { refDirectory, type UserRef } from '../../graphql/user-ref.ts';
import { groupsWithin, usersWithin } from '../../graphql/within.ts';
import type { Group } from '../../model/group.ts';
import { matchesUser } from '../../model/user-filter.ts';
import type { User } from '../../model/user.ts';
import { type Expected, type ExpectedPage, expectedPages, mostLookedThrough } from './expected.ts';
import type { FieldPlan, FieldPlanner, PlannedField } from './field-planner.ts';

type Ref = typeof UserRef.$inferInput;

export const listPlanners: Readonly<Record<string, FieldPlanner>> = {
  'Query.users': planUsers,
  'Query.groups': planGroups,
  'Query.user': planUser,
  'Query.group': planGroup,
  'Group.members': planMembers,
};

function planUsers({ args, context }: PlannedField): FieldPlan {
  const { filter, directories } = readUserFilter(args['filter'] as Parameters<typeof readUserFilter>[0]);
  const within = usersWithin(context.caller);
  const sources = chosenDirectories(context, null)
    .filter(({ key }) => directories === null || directories.has(key))
    .map((directory) => {
      const { providerFilter, residual } = directory.provider.users.planFilter(filter);
      const narrows = providerFilter !== null || residual !== null;
      return {
        directory,
        pageLimit: directory.provider.usersPerPage,
        rows: directory.sweeper.current?.users.rows ?? null,
        keep:
          narrows || within !== null
            ? (user: User) => (!narrows || matchesUser(filter, user)) && (within?.(user) ?? true)
            : null,
        filtersItself: residual === null && within === null,
      };
    });
  return pagesPlan(expectedPages<User>(sources, pageOf(args).first));
}

function planGroups({ args, context }: PlannedField): FieldPlan {
  const filter = args['filter'] as { readonly directory?: string | null } | null | undefined;
  const keep = groupsWithin(context.caller);
  const sources = chosenDirectories(context, filter?.directory).map((directory) => ({
    directory,
    pageLimit: directory.provider.groupsPerPage,
    rows: directory.sweeper.current?.groups.rows ?? null,
    keep,
    filtersItself: keep === null,
  }));
  return pagesPlan(expectedPages<Group>(sources, pageOf(args).first));
}

function planUser({ args, context, reads }: PlannedField): FieldPlan {
  const ref = args['ref'] as Ref;
  const { directory } = context.loaders(refDirectory(ref));
  const id =
    typeof ref.id === 'string'
      ? parseObjectId(ref.id, 'User').externalId
      : (ref.externalId?.externalId ?? null);
  if (id !== null) return oneOf('user', { directory, count: 1, ids: [id] }, reads);
  const because = 'a search by name';
  const step = { directory: directory.key, source: 'LIST', objects: 1, calls: 1, because } as const;
  return { steps: [step], rows: [{ directory, count: 1, ids: null }] };
}

function planGroup({ args, context, reads }: PlannedField): FieldPlan {
  const { directory: key, externalId } = parseObjectId(String(args['id']), 'Group');
  return oneOf(
    'groupTotalMembers',
    { directory: context.loaders(key).directory, count: 1, ids: [externalId] },
    reads,
  );
}

function oneOf(
  kind: 'user' | 'groupTotalMembers',
  expected: Expected,
  reads: PlannedField['reads'],
): FieldPlan {
  return { steps: [reads.each(kind, expected)], rows: [expected] };
}

/** A list for each group; who is in several is one user. */
function planMembers({ parents, args }: PlannedField): FieldPlan {
  const { first } = pageOf(args);
  const pages = parents.map((parent) => membersOf(parent, first));
  return pagesPlan(pages, 'a list for each group');
}

function membersOf({ directory, count, ids }: Expected, first: number): ExpectedPage {
  const perPage = directory.provider.usersPerPage;
  const sweep = directory.sweeper.current;
  if (sweep === null || ids === null)
    return { directory, count: count * first, ids: null, pages: count * Math.ceil(first / perPage) };
  if (sweep.users.rows.length > mostLookedThrough) return countedMembers(sweep, directory, ids, first);
  const left = new Map(ids.map((id) => [id, first]));
  const members = new Set<string>();
  let rows = 0;
  for (const { externalId } of sweep.users.rows) {
    for (const { groupId } of sweep.userGroups.get(externalId) ?? []) {
      const room = left.get(groupId) ?? 0;
      if (room === 0) continue;
      left.set(groupId, room - 1);
      members.add(externalId);
      rows += 1;
    }
  }
  const pages = ids.reduce(
    (total, id) => total + Math.max(1, Math.ceil((first - (left.get(id) ?? 0)) / perPage)),
    0,
  );
  return { directory, count: Math.min(rows, members.size), ids: [...members], pages };
}

/** The same where only the numbers are at hand: whoever is in several groups counts in each. */
function countedMembers(
  { groupMemberCounts }: Sweep,
  directory: Directory,
  ids: readonly string[],
  first: number,
): ExpectedPage {
  const counts = ids.map((id) => Math.min(first, groupMemberCounts.get(id) ?? first));
  const pages = counts.map((count) => Math.max(1, Math.ceil(count / directory.provider.usersPerPage)));
  return { directory, count: sum(counts), ids: null, pages: sum(pages) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function pagesPlan(pages: readonly ExpectedPage[], because?: string): FieldPlan {
  return {
    steps: pages.map(({ directory, count, pages: calls, ids }) => ({
      directory: directory.key,
      source: 'LIST',
      objects: count,
      calls,
      because:
        because ?? (ids === null ? 'no snapshot tells how many there are' : 'as many as the snapshot has'),
    })),
    rows: pages,
  };
}

function pageOf(args: PlannedField['args']): ReturnType<typeof readPageArgs> {
  return readPageArgs(args);
}
