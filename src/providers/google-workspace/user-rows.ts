import { LRUCache } from 'lru-cache';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Row } from '../rows.ts';
import { flag, text, texts } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import { type GoogleList, readAll, readPage, USERS } from './lists.ts';
import { readAdministrator } from './profile.ts';
import { isAddress } from './user-filter.ts';
import { toUser } from './user.ts';

/** A sweep reads everybody first and the members of every group after that, which takes minutes at the most. */
const SEEN_MS = 300_000;
const MOST_SEEN = 200_000;

/** `null`: an id of this kind of list that belongs to nobody of this directory. */
type Seen = { readonly user: User | null };

export interface UserRows {
  /** A page of those who are there, or of those who were removed in the last 20 days. */
  page(
    removed: boolean,
    request: { readonly limit: number; readonly token: string | null },
    context: CallContext,
  ): Promise<{
    readonly rows: readonly User[];
    readonly nextToken: string | null;
    readonly observedAt: Date;
  }>;
  /** Somebody who is there, by the id; null: nobody, or removed. */
  byId(userId: string, context: CallContext): Promise<User | null>;
  /** Somebody who was removed. */
  removedById(userId: string, context: CallContext): Promise<User | null>;
  /** By the primary address or an alias. */
  byAddress(address: string, context: CallContext): Promise<User | null>;
  /**
   * By the id, for lists that hold ids only: in the bulk lane, what the list of everybody said a moment ago is good enough.
   * `outsider` says of an error that it means somebody of another organisation.
   */
  ofList(
    userId: string,
    context: CallContext,
    outsider: (error: UpstreamError) => boolean,
  ): Promise<User | null>;
  /** After a change of this user. */
  forget(userId: string): void;
}

export function createUserRows(apis: GoogleApis): UserRows {
  const { settings, readUsers: api } = apis;
  const seen = new LRUCache<string, Seen>({ max: MOST_SEEN, ttl: SEEN_MS });

  function listOf(removed: boolean): GoogleList {
    const query = {
      customer: settings.customerId,
      projection: 'full',
      ...(removed ? { showDeleted: 'true' } : {}),
    };
    return { of: USERS, template: '/users', ids: {}, query };
  }

  function userOf(row: Row, observedAt: Date, source: 'LIST' | 'DIRECT', removed = false): User {
    return toUser(row, { settings, observedAt, source, removed });
  }

  async function byId(userId: string, context: CallContext): Promise<User | null> {
    if (!isUserId(userId)) return null;
    const query = { projection: 'full' };
    const found = await api.find('/users/{userKey}', { userKey: userId }, context, { query });
    return found === null ? null : userOf(found.row, found.answer.observedAt, 'DIRECT');
  }

  /** To a super administrator nobody of the customer is forbidden. */
  async function seesEverybody(context: CallContext): Promise<boolean> {
    return flag((await readAdministrator(apis, context)).members, 'isAdmin') === true;
  }

  return {
    page: async (removed, request, context) => {
      const page = await readPage(api, listOf(removed), request, context);
      const rows = page.rows.map((row) => userOf(row, page.observedAt, 'LIST', removed));
      if (context.lane === 'bulk' && !removed) for (const user of rows) seen.set(user.externalId, { user });
      return { rows, nextToken: page.nextToken, observedAt: page.observedAt };
    },
    byId,
    removedById: async (userId, context) => {
      if (!isUserId(userId)) return null;
      const { rows, observedAt } = await readAll(api, listOf(true), context);
      const row = rows.find(({ id }) => id === userId);
      return row === undefined ? null : userOf(row, observedAt, 'LIST', true);
    },
    byAddress: async (address, context) => {
      if (!isAddress(address)) return null;
      try {
        const query = { projection: 'full' };
        const answer = await api.read('/users/{userKey}', { userKey: address }, context, { query });
        const id = text(answer.members, 'id');
        // Google may know the key in another sense (an id, an address of its own making): only who says so himself is meant.
        if (id === null || !hasAddress(answer.members, address)) return null;
        return userOf({ id, members: answer.members }, answer.observedAt, 'DIRECT');
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        if (error.code === 'NOT_FOUND' || (isForeign(error) && (await seesEverybody(context)))) return null;
        throw error;
      }
    },
    ofList: async (userId, context, outsider) => {
      const bulk = context.lane === 'bulk';
      const known = bulk ? seen.get(userId) : undefined;
      if (known !== undefined) return known.user;
      let user: User | null;
      try {
        user = await byId(userId, context);
      } catch (error) {
        if (!(error instanceof UpstreamError) || !outsider(error)) throw error;
        user = null;
      }
      if (bulk) seen.set(userId, { user });
      return user;
    },
    forget: (userId) => {
      seen.delete(userId);
    },
  };
}

/**
 * Google refuses to show accounts of other customers, and addresses in their domains, as if they were forbidden. A token that is
 * refused says nothing of them.
 */
export function isForeign({ code, facts }: UpstreamError): boolean {
  return code === 'FORBIDDEN' && facts.status === 403 && facts.route.startsWith('GET /users/');
}

/** Ids of Google users are long numbers; whatever else is asked for is an address or nobody's. */
export function isUserId(key: string): boolean {
  return /^\d{1,30}$/.test(key);
}

function hasAddress(members: Row['members'], address: string): boolean {
  const own = [
    text(members, 'primaryEmail'),
    ...texts(members, 'aliases'),
    ...texts(members, 'nonEditableAliases'),
  ];
  return own.some((one) => one?.toLowerCase() === address.toLowerCase());
}
