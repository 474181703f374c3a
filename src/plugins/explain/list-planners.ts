import { isConfined } from '../../access/reach.ts';
import type { Caller } from '../../access/caller.ts';
import type { Directory } from '../../directory/directory.ts';
import type { Sweep } from '../../directory/sweep/sweep.ts';
import { chosenDirectories } from '../../graphql/chosen-directories.ts';
import { readPageArgs } from '../../graphql/connection.ts';
import { parseObjectId } from '../../graphql/global-id.ts';
import { readUserFilter } from '../../graphql/user-filter.ts';
import { refDirectory, type UserRef } from '../../graphql/user-ref.ts';
import type { Group } from '../../model/group.ts';
import { matchesUser } from '../../model/user-filter.ts';
import type { User } from '../../model/user.ts';
import { type Expected, type ExpectedPage, expectedPages, mostLookedThrough } from './expected.ts';
import type { FieldPlan, FieldPlanner, PlannedField } from './field-planner.ts';
import { membersByGroup } from './once-for-sweep.ts';

type Ref = typeof UserRef.$inferInput;

export const listPlanners: Readonly<Record<string, FieldPlanner>> = {
  'Query.users': planUsers,
  'Query.groups': planGroups,
  'Query.user': planUser,
  'Query.group': planGroup,
  'Group.members': planMembers,
};

function planUsers({ args, context, reads }: PlannedField): FieldPlan {
  const { filter, directories } = readUserFilter(args['filter'] as Parameters<typeof readUserFilter>[0]);
  const sources = chosenDirectories(context, null)
    .filter(({ key }) => directories === null || directories.has(key))
    .map((directory) => {
      const { providerFilter, residual } = directory.provider.users.planFilter(filter);
      const narrows = providerFilter !== null || residual !== null;
      const rows = rowsFor(context.caller, directory.sweeper.current?.users.rows);
      return {
        directory,
        pageLimit: directory.provider.usersPerPage,
        rows: rows !== null && narrows && !reads.mayLookAt(rows.length) ? null : rows,
        keep: narrows ? (user: User) => matchesUser(filter, user) : null,
        filtersItself: residual === null,
      };
    });
  return rootPlan(context.caller, expectedPages<User>(sources, pageOf(args).first));
}

function planGroups({ args, context }: PlannedField): FieldPlan {
  const filter = args['filter'] as { readonly directory?: string | null } | null | undefined;
  const sources = chosenDirectories(context, filter?.directory).map((directory) => ({
    directory,
    pageLimit: directory.provider.groupsPerPage,
    rows: rowsFor(context.caller, directory.sweeper.current?.groups.rows),
    keep: null,
    filtersItself: true,
  }));
  return rootPlan(context.caller, expectedPages<Group>(sources, pageOf(args).first));
}

/**
 * Nothing of a snapshot for a caller of single populations: not even how many pages hold what there is for them, which is how much
 * there is of others.
 */
function rowsFor<T>(caller: Caller, rows: readonly T[] | undefined): readonly T[] | null {
  return isConfined(caller) ? null : (rows ?? null);
}

function idsFor(caller: Caller, id: string): readonly string[] | null {
  return isConfined(caller) ? null : [id];
}

function rootPlan(caller: Caller, pages: readonly ExpectedPage[]): FieldPlan {
  const plan = pagesPlan(pages);
  if (!isConfined(caller)) return plan;
  const because = 'pages are read until enough is found of what this caller may see';
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, calls: null, because })) };
}

function planUser({ args, context, reads }: PlannedField): FieldPlan {
  const ref = args['ref'] as Ref;
  const { directory } = context.loaders(refDirectory(ref));
  const id =
    typeof ref.id === 'string'
      ? parseObjectId(ref.id, 'User').externalId
      : (ref.externalId?.externalId ?? null);
  if (id !== null) return oneOf('user', { directory, count: 1, ids: idsFor(context.caller, id) }, reads);
  const because = 'a search by name';
  const step = { directory: directory.key, source: 'LIST', objects: 1, calls: 1, because } as const;
  return { steps: [step], rows: [{ directory, count: 1, ids: null }] };
}

function planGroup({ args, context, reads }: PlannedField): FieldPlan {
  const { directory: key, externalId } = parseObjectId(String(args['id']), 'Group');
  return oneOf(
    'groupTotalMembers',
    { directory: context.loaders(key).directory, count: 1, ids: idsFor(context.caller, externalId) },
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
function planMembers({ parents, args, reads }: PlannedField): FieldPlan {
  const { first } = pageOf(args);
  const pages = parents.map((parent) => membersOf(reads.named(parent), first, reads));
  return pagesPlan(pages, 'a list for each group');
}

function membersOf(
  { directory, count, ids }: Expected,
  first: number,
  reads: PlannedField['reads'],
): ExpectedPage {
  const perPage = directory.provider.usersPerPage;
  const sweep = directory.sweeper.current;
  if (sweep === null || ids === null)
    return { directory, count: count * first, ids: null, pages: count * Math.ceil(first / perPage) };
  if (sweep.users.rows.length > mostLookedThrough) return countedMembers(sweep, directory, ids, first);
  const byGroup = membersByGroup(sweep);
  const rows = sum(ids.map((id) => Math.min(first, byGroup.get(id)?.length ?? 0)));
  if (!reads.mayLookAt(rows)) return countedMembers(sweep, directory, ids, first);
  const lists = ids.map((id) => (byGroup.get(id) ?? []).slice(0, first));
  const members = [...new Set(lists.flat())];
  const pages = sum(lists.map(({ length }) => Math.max(1, Math.ceil(length / perPage))));
  return { directory, count: members.length, ids: members, pages };
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
