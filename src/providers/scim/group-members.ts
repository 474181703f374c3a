import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Members } from '../rows.ts';
import { expectMembers, type GroupMember } from './group.ts';
import { brokenList, notFound } from './scim-errors.ts';
import type { ScimApi } from './scim-api.ts';

/** Members of a group with those of the groups within it, each once, as they were at one moment. */
export interface MemberList {
  readonly name: string;
  /** Direct ones first. */
  readonly userIds: readonly string[];
  readonly observedAt: Date;
  /** Why some may be missing. */
  readonly brokenOff?: Error;
}

/** Groups within groups that are followed. */
const MOST_GROUPS = 500;
/** Ids kept for who pages through members: some 20 MB. */
const MOST_IDS = 200_000;

/**
 * Members are an attribute of their group (RFC 7643 section 4.2), which comes whole or not at all: it is read once, and kept for
 * those who page through it.
 */
export class GroupMembers {
  readonly #api: ScimApi;
  readonly #lists = new LRUCache<string, MemberList>({ maxSize: MOST_IDS, max: 100 });

  constructor(api: ScimApi) {
    this.#api = api;
  }

  /** Null: the list was not kept so long. */
  kept(name: string): MemberList | null {
    return this.#lists.get(name) ?? null;
  }

  /** @throws {UpstreamError} `NOT_FOUND` when there is no such group. */
  async read(groupId: string, context: CallContext): Promise<MemberList> {
    const direct = await this.direct(groupId, context);
    if (direct === null)
      throw notFound(this.#api.target('GET', '/Groups/{groupId}', { groupId }, context).origin, 'group');
    const users = new Set(usersIn(direct.members));
    const groups = new Set([groupId]);
    const open = groupsIn(direct.members);
    let brokenOff: Error | undefined;
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      if (groups.has(id)) continue;
      groups.add(id);
      if (groups.size > MOST_GROUPS) {
        const { origin } = this.#api.target('GET', '/Groups/{groupId}', { groupId }, context);
        brokenOff = brokenList(origin, `more than ${MOST_GROUPS} groups are within this one`);
        break;
      }
      try {
        const nested = await this.direct(id, context);
        for (const userId of usersIn(nested?.members ?? [])) users.add(userId);
        open.push(...groupsIn(nested?.members ?? []));
      } catch (error) {
        // Direct members are known all the same; that there are more is said with them.
        if (!(error instanceof UpstreamError)) throw error;
        brokenOff ??= error;
      }
    }
    const list: MemberList = {
      name: randomUUID(),
      userIds: [...users],
      observedAt: direct.observedAt,
      ...(brokenOff === undefined ? {} : { brokenOff }),
    };
    this.#lists.set(list.name, list, { size: users.size + 1 });
    return list;
  }

  /**
   * What the group itself lists; null: there is no such group. `members` is asked for by name, since services may leave it out of
   * other answers; a group that has none then is empty (RFC 7643 section 2.5), unless the schema says that it is never told.
   * @throws {UpstreamError} `UNSUPPORTED` when the service never tells members.
   */
  async direct(
    groupId: string,
    context: CallContext,
  ): Promise<{
    readonly members: readonly GroupMember[];
    readonly row: Members;
    readonly observedAt: Date;
  } | null> {
    const query = { attributes: 'displayName,members' };
    const found = await this.#api.findLarge('/Groups/{groupId}', { groupId }, query, context);
    if (found === null) return null;
    const { observedAt, members: row, origin } = found;
    const members = expectMembers(row, origin);
    if (members !== null) return { members, row, observedAt };
    const { membersReturned } = await this.#api.discovery.config(context);
    if (membersReturned !== 'never') return { members: [], row, observedAt };
    throw new UpstreamError({
      code: 'UNSUPPORTED',
      message: `${origin.directory}: the schema of this service says that it never tells the members of groups.`,
      directory: origin.directory,
      route: `${origin.method} ${origin.route}`,
      transactionId: origin.transactionId,
    });
  }
}

function usersIn(members: readonly GroupMember[]): readonly string[] {
  return members.filter(({ type }) => type !== 'GROUP').map(({ id }) => id);
}

function groupsIn(members: readonly GroupMember[]): string[] {
  return members.filter(({ type }) => type === 'GROUP').map(({ id }) => id);
}
