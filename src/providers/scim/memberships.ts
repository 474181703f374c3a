import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Listing } from '../../model/coverage.ts';
import type { Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { wholeListing } from '../listing.ts';
import type { Row } from '../rows.ts';
import { canQuote, compare } from './filter.ts';
import type { GroupMembers } from './group-members.ts';
import { expectMembers, type GroupMember, toGroup } from './group.ts';
import { isFilterRefusal } from './scim-errors.ts';
import type { ScimLists } from './list-pages.ts';
import { GROUPS_PER_PAGE, WITHOUT_MEMBERS } from './page-sizes.ts';
import type { ScimApi } from './scim-api.ts';

/** For how long it is believed that a service applies the filter, or does not. */
const VERDICT_MS = 60 * 60 * 1_000;
/** Groups with their members in one page. */
const WHOLE_GROUPS_PER_PAGE = 20;
/** For how long a sweep may go by what it has read. */
const KEPT_MS = 60_000;

type GroupRow = Row & { readonly listed: readonly GroupMember[] };

/**
 * The groups that list somebody, or another group, as a member. `members.value eq` answers it in one call; whether a service
 * really applies it is found out by asking for a member whom nobody can have. Where it does not, all groups are read.
 */
export class Memberships {
  readonly #api: ScimApi;
  readonly #lists: ScimLists;
  readonly #members: GroupMembers;
  readonly #clock: () => Date;
  #verdict: { readonly honoured: boolean; readonly at: number } | null = null;
  readonly #walks = new LRUCache<string, Promise<readonly GroupRow[]>>({ max: 4, ttl: KEPT_MS });

  constructor(api: ScimApi, lists: ScimLists, members: GroupMembers, clock: () => Date) {
    this.#api = api;
    this.#lists = lists;
    this.#members = members;
    this.#clock = clock;
  }

  /** After a change nothing that was read before is good any more. */
  forget(): void {
    this.#walks.clear();
  }

  /** Direct memberships. @throws {UpstreamError} `UNSUPPORTED` where all groups would have to be read and are too many. */
  async of(memberId: string, context: CallContext): Promise<Listing<Membership>> {
    const observedAt = this.#clock();
    const rows =
      canQuote(memberId) && (await this.#honours(context))
        ? await this.#lists.every(
            {
              collection: 'Groups',
              filter: { text: compare('members.value', 'eq', memberId), fits: null },
              maximum: GROUPS_PER_PAGE,
              query: WITHOUT_MEMBERS,
            },
            context,
          )
        : (await this.#everyGroup(context)).filter(({ listed }) => listed.some(({ id }) => id === memberId));
    const memberships = rows.map((row): Membership => {
      const group = toGroup(row, this.#api.directory, observedAt);
      return { groupId: row.id, groupName: group.name, type: 'DIRECT', group };
    });
    return wholeListing(memberships, observedAt);
  }

  async #honours(context: CallContext): Promise<boolean> {
    const now = this.#clock().getTime();
    if (this.#verdict !== null && now - this.#verdict.at < VERDICT_MS) return this.#verdict.honoured;
    const honoured = await this.#probe(context);
    this.#verdict = { honoured, at: now };
    return honoured;
  }

  async #probe(context: CallContext): Promise<boolean> {
    const config = await this.#api.discovery.config(context);
    if (config.filter === false) return false;
    const filter = compare('members.value', 'eq', randomUUID());
    try {
      const query = { filter, startIndex: '1', count: '1', ...WITHOUT_MEMBERS };
      const { rows, total } = await this.#api.list('Groups', query, context);
      if (rows.length > 0 || (total !== null && total > 0)) return false;
    } catch (error) {
      if (!isFilterRefusal(error)) throw error;
      return false;
    }
    return await this.#findsMembers(context);
  }

  /** A service may as well answer every such filter with nothing: it has to find a member whom a group shows. */
  async #findsMembers(context: CallContext): Promise<boolean> {
    const query = { startIndex: '1', count: '5', attributes: 'displayName,members' };
    const { rows, origin } = await this.#api.list('Groups', query, context);
    for (const row of rows) {
      const member = expectMembers(row.members, origin)?.find(({ id }) => canQuote(id));
      if (member === undefined) continue;
      const filter = compare('members.value', 'eq', member.id);
      const asked = { filter, startIndex: '1', count: String(GROUPS_PER_PAGE), ...WITHOUT_MEMBERS };
      const found = await this.#api.list('Groups', asked, context);
      return found.rows.some(({ id }) => id === row.id);
    }
    return false;
  }

  /**
   * Every group with its members. A sweep asks for each of its groups: what it has read is kept for it until something is
   * changed.
   */
  async #everyGroup(context: CallContext): Promise<readonly GroupRow[]> {
    const { transactionId, lane } = context;
    const kept = this.#walks.get(transactionId);
    if (kept !== undefined) return await kept;
    const reading = this.#readGroups(context);
    this.#walks.set(transactionId, reading);
    try {
      return await reading;
    } catch (error) {
      this.#walks.delete(transactionId);
      throw error;
    } finally {
      if (lane !== 'bulk') this.#walks.delete(transactionId);
    }
  }

  async #readGroups(context: CallContext): Promise<readonly GroupRow[]> {
    const rows = await this.#lists.every(
      { collection: 'Groups', filter: null, pickedByUs: true, maximum: WHOLE_GROUPS_PER_PAGE },
      context,
    );
    const { origin } = this.#api.target('GET', '/Groups', {}, context);
    const listed = rows.map((row) => ({ ...row, listed: expectMembers(row.members, origin) }));
    // Where some groups come with members, one without has none; where none does, the list leaves them out.
    if (listed.some((row) => row.listed !== null) || rows.length === 0)
      return listed.map((row) => ({ ...row, listed: row.listed ?? [] }));
    return await Promise.all(
      rows.map(async (row) => ({
        ...row,
        listed: (await this.#members.direct(row.id, context))?.members ?? [],
      })),
    );
  }
}
