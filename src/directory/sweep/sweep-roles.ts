import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import type { IdTable } from '../compact/id-table.ts';
import type { RequestScope } from '../request-scope.ts';
import type { SweepWork } from './sweep-memberships.ts';
import { absent, listing } from './sweep-reads.ts';
import { whyUnread } from './sweep-unread.ts';
import type { Sweep } from './sweep.ts';
import { inTurns } from '../../upstream/turns.ts';
import { UserColumn } from '../compact/user-column.ts';
import { WorkPool } from './work-pool.ts';

/** More than any scheduler carries at once, so that it never runs dry. */
const atOnce = 256;

type Groups = Pick<Sweep, 'userGroups' | 'groupRoleAssignments'>;

/**
 * Reads users' direct role assignments. Nothing lists them: up to `roleWalkLimit` users everybody's are read as their pages come;
 * above, those of members of role-bearing groups as these are found, and of the others nothing is claimed (see `walkRemainingRoles`).
 */
export class RoleSweep {
  readonly #directory: Directory;
  readonly #gaps: SweepWork['gaps'];
  readonly #tracker: SweepWork['tracker'];
  readonly #ids: IdTable;
  readonly #limit: number;
  /** By number of a user; null: it is being read. */
  readonly #lists: (Listing<RoleAssignment> | null | undefined)[] = [];
  readonly #pool: WorkPool<number>;
  /** Whether everybody's are read, page by page. */
  readonly #everybody: boolean;
  #total: number | null = null;
  #done = 0;

  /** @param total users in the directory; null: not known, and then it waits for all of them. */
  constructor(
    { directory, scope, ids, gaps, tracker }: SweepWork,
    roleWalkLimit: number,
    total: number | null,
  ) {
    this.#directory = directory;
    this.#gaps = gaps;
    this.#tracker = tracker;
    this.#ids = ids;
    this.#limit = roleWalkLimit;
    const read = roleReader(directory, scope);
    this.#pool = new WorkPool(atOnce, async (user) => this.#keep(user, await read(ids.idOf(user))));
    this.#everybody = hasAdministrators(directory) && total !== null && total <= roleWalkLimit;
    if (!this.#everybody) return;
    this.#total = total;
    tracker.advance('ROLE_ASSIGNMENTS', 0, total);
    tracker.expectCalls('ROLE_ASSIGNMENTS', total ?? 0);
  }

  /** Users whose rows have come. */
  add(users: readonly User[]): void {
    if (this.#everybody) this.#read(users.map(({ externalId }) => this.#ids.add(externalId)));
  }

  /** Members of a group that gives a role, by their numbers: theirs are read in any case. */
  addAdministrators(members: readonly number[]): void {
    if (hasAdministrators(this.#directory) && !this.#everybody) this.#read(members);
  }

  /** @param users all of them; @param groups where those stand whose turn it is above the limit. */
  async finish(
    users: readonly User[],
    groups: Promise<Groups>,
  ): Promise<ReadonlyMap<string, Listing<RoleAssignment>>> {
    if (!hasAdministrators(this.#directory)) {
      const none = absent<RoleAssignment>('roles');
      this.#tracker.finish('ROLE_ASSIGNMENTS');
      return await this.#column(users, () => none);
    }
    if (!this.#everybody) await this.#readCandidates(users, groups);
    await this.#pool.drained();
    let skipped = 0;
    const column = await this.#column(users, (user) => {
      const list = this.#lists[this.#ids.add(user.externalId)] ?? undefined;
      if (list === undefined) skipped += 1;
      else if (whyUnread(user, list) !== null) this.#gaps.add('ROLE_ASSIGNMENTS', list);
      return list;
    });
    if (skipped > 0) this.#gaps.note('ROLE_ASSIGNMENTS', 'NOT_REQUESTED', undefined, skipped);
    this.#tracker.finish('ROLE_ASSIGNMENTS');
    return column;
  }

  async #readCandidates(users: readonly User[], groups: Promise<Groups>): Promise<void> {
    const candidates = users.length <= this.#limit ? users : await candidatesOf(users, await groups);
    this.#total = candidates.length;
    this.#tracker.expectCalls('ROLE_ASSIGNMENTS', candidates.length);
    this.#tracker.advance('ROLE_ASSIGNMENTS', this.#done, candidates.length);
    this.#read(candidates.map(({ externalId }) => this.#ids.add(externalId)));
  }

  /** Begins with those whose are not read already. */
  #read(users: readonly number[]): void {
    const unread: number[] = [];
    for (const user of users) {
      if (this.#lists[user] !== undefined) continue;
      this.#set(user, null);
      unread.push(user);
    }
    this.#pool.push(unread);
  }

  #keep(user: number, list: Listing<RoleAssignment>): void {
    this.#set(user, list);
    this.#done += 1;
    this.#tracker.advance('ROLE_ASSIGNMENTS', this.#done, this.#total);
  }

  #set(user: number, list: Listing<RoleAssignment> | null): void {
    while (this.#lists.length < user) this.#lists.push(undefined);
    this.#lists[user] = list;
  }

  /** Of users who are in the sweep only: a member may have been removed before the lists of users came to where they stood. */
  async #column(
    users: readonly User[],
    listOf: (user: User) => Listing<RoleAssignment> | undefined,
  ): Promise<UserColumn<Listing<RoleAssignment>>> {
    const numbers = users.length === 0 ? 0 : this.#ids.size;
    const lists: (Listing<RoleAssignment> | undefined)[] = [];
    while (lists.length < numbers) lists.push(undefined);
    await inTurns(users, (user) => {
      lists[this.#ids.add(user.externalId)] = listOf(user);
    });
    return new UserColumn(this.#ids, lists);
  }
}

/** Reads the assignments of one user after the other; most have none, and share that answer. */
export function roleReader(
  { provider }: Directory,
  { context }: RequestScope,
): (userId: string) => Promise<Listing<RoleAssignment>> {
  let none: Listing<RoleAssignment> | null = null;
  return async (userId) => {
    const list = await listing(provider.users.roleAssignmentsOf(userId, context));
    if (!list.complete || list.rows.length > 0) return list;
    // The shared answer is a little older than this one, never newer.
    if (none === null || list.observedAt.getTime() - none.observedAt.getTime() > sharedForMs) none = list;
    return none.observedAt <= list.observedAt ? none : list;
  };
}

const sharedForMs = 1_000;

/** Members of groups that give a role. */
async function candidatesOf(users: readonly User[], groups: Groups): Promise<readonly User[]> {
  const candidates: User[] = [];
  await inTurns(users, (user) => {
    const memberships = groups.userGroups.get(user.externalId) ?? [];
    if (memberships.some(({ groupId }) => (groups.groupRoleAssignments.get(groupId)?.rows.length ?? 0) > 0))
      candidates.push(user);
  });
  return candidates;
}
