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
 * above, those of members of role-bearing groups, and of the others nothing is claimed (see `walkRemainingRoles`).
 */
export class RoleSweep {
  readonly #directory: Directory;
  readonly #gaps: SweepWork['gaps'];
  readonly #tracker: SweepWork['tracker'];
  readonly #ids: IdTable;
  readonly #limit: number;
  readonly #lists: (Listing<RoleAssignment> | undefined)[] = [];
  readonly #pool: WorkPool<User>;
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
    this.#pool = new WorkPool(atOnce, async (user) => this.#keep(user, await read(user)));
    this.#everybody = hasAdministrators(directory) && total !== null && total <= roleWalkLimit;
    if (!this.#everybody) return;
    this.#total = total;
    tracker.advance('ROLE_ASSIGNMENTS', 0, total);
    tracker.expectCalls('ROLE_ASSIGNMENTS', total ?? 0);
  }

  add(users: readonly User[]): void {
    if (this.#everybody) this.#pool.push(users);
  }

  /** @param users all of them; @param groups where those stand whose turn it is above the limit. */
  async finish(
    users: readonly User[],
    groups: Promise<Groups>,
  ): Promise<ReadonlyMap<string, Listing<RoleAssignment>>> {
    if (!hasAdministrators(this.#directory)) {
      const none = absent<RoleAssignment>('roles');
      await inTurns(users, ({ externalId }) => this.#set(externalId, none));
    } else {
      if (!this.#everybody) await this.#readCandidates(users, groups);
      await this.#pool.drained();
      const skipped = users.length - this.#done;
      if (skipped > 0) this.#gaps.note('ROLE_ASSIGNMENTS', 'NOT_REQUESTED', undefined, skipped);
    }
    this.#tracker.finish('ROLE_ASSIGNMENTS');
    return new UserColumn(this.#ids, this.#lists);
  }

  async #readCandidates(users: readonly User[], groups: Promise<Groups>): Promise<void> {
    const candidates = users.length <= this.#limit ? users : await candidatesOf(users, await groups);
    this.#total = candidates.length;
    this.#tracker.expectCalls('ROLE_ASSIGNMENTS', candidates.length);
    this.#tracker.advance('ROLE_ASSIGNMENTS', 0, candidates.length);
    this.#pool.push(candidates);
  }

  #keep(user: User, list: Listing<RoleAssignment>): void {
    this.#set(user.externalId, list);
    if (whyUnread(user, list) !== null) this.#gaps.add('ROLE_ASSIGNMENTS', list);
    this.#done += 1;
    this.#tracker.advance('ROLE_ASSIGNMENTS', this.#done, this.#total);
  }

  #set(userId: string, list: Listing<RoleAssignment>): void {
    const number = this.#ids.add(userId);
    while (this.#lists.length < number) this.#lists.push(undefined);
    this.#lists[number] = list;
  }
}

/** Reads the assignments of one user after the other; most have none, and share that answer. */
export function roleReader(
  { provider }: Directory,
  { context }: RequestScope,
): (user: User) => Promise<Listing<RoleAssignment>> {
  let none: Listing<RoleAssignment> | null = null;
  return async ({ externalId }) => {
    const list = await listing(provider.users.roleAssignmentsOf(externalId, context));
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
