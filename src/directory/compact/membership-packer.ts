import type { Membership } from '../../model/group.ts';
import type { IdTable } from './id-table.ts';
import { inTurns } from '../../upstream/turns.ts';
import { UserColumn } from './user-column.ts';

/** Sets of memberships of which one copy each is kept. */
const mostShared = 50_000;

/** Collects who is in which group: one object for each membership that is alike, one array for all who are in the same groups. */
export class MembershipPacker {
  readonly #ids: IdTable;
  readonly #numbers = new Map<string, number>();
  readonly #byUser: (number[] | undefined)[] = [];
  readonly #byNumber: Membership[] = [];

  constructor(ids: IdTable) {
    this.#ids = ids;
  }

  /** Takes in the members of a group, by the numbers of their ids. */
  async addMembers(membership: Membership, members: readonly number[]): Promise<void> {
    const number = this.#numberOf(membership);
    await inTurns(members, (member) => this.#add(member, number));
  }

  /** Takes in the groups of a user. */
  addGroups(userId: string, memberships: readonly Membership[]): void {
    const user = this.#ids.add(userId);
    for (const { groupId, groupName, type } of memberships)
      this.#add(user, this.#numberOf({ groupId, groupName, type }));
  }

  /** Everybody's groups, ordered alike whatever came first. Nothing may be added after it. */
  async pack(): Promise<ReadonlyMap<string, readonly Membership[]>> {
    const shared = new Map<string, readonly Membership[]>();
    const lists: (readonly Membership[] | undefined)[] = [];
    await inTurns(this.#byUser, (numbers) => {
      if (numbers === undefined) {
        lists.push(undefined);
        return;
      }
      const ordered = [...new Set(numbers)].toSorted((a, b) => a - b);
      const key = ordered.join(' ');
      const known = shared.get(key);
      // A slice has no room to grow, which thousands of lists would hold for nothing.
      const list = known ?? ordered.flatMap((number) => this.#byNumber[number] ?? []).slice();
      if (known === undefined && shared.size < mostShared) shared.set(key, list);
      lists.push(list);
    });
    this.#byUser.length = 0;
    return new UserColumn(this.#ids, lists);
  }

  #add(user: number, membership: number): void {
    const list = this.#byUser[user];
    if (list !== undefined) {
      list.push(membership);
      return;
    }
    while (this.#byUser.length < user) this.#byUser.push(undefined);
    this.#byUser[user] = [membership];
  }

  #numberOf(membership: Membership): number {
    const key = `${membership.type} ${membership.groupId}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#byNumber.length;
    this.#byNumber.push(membership);
    this.#numbers.set(key, number);
    return number;
  }
}
