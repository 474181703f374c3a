import { LRUCache } from 'lru-cache';
import type { CallContext } from '../../upstream/call.ts';
import type { RestApi } from '../rest-api.ts';
import type { Members, Row } from '../rows.ts';
import { isObject, text } from '../rows.ts';
import { readEveryRow } from './offset-list.ts';
import { type MappedRole, readMappings } from './role-mappings.ts';
import { USUAL_PAGE } from './settings.ts';

/** Keycloak sets no bound; a chain longer than this is a circle that some answer made. */
const DEEPEST = 50;

/** Groups that a user was put in, with their roles and attributes (`briefRepresentation=false`). */
export async function readUserGroups(
  api: RestApi,
  userId: string,
  context: CallContext,
): Promise<{ readonly rows: readonly Row[]; readonly observedAt: Date }> {
  const list = {
    template: '/users/{userId}/groups',
    ids: { userId },
    query: { briefRepresentation: 'false' },
  };
  return await readEveryRow(api, list, USUAL_PAGE, context);
}

/**
 * The id of the group above; null: it is a top one; undefined: the row does not say. Servers before `parentId` came tell it by the
 * `path` alone, in which a slash of a name is written `~/`.
 */
export function parentIdOf({ members }: Row): string | null | undefined {
  const parentId = text(members, 'parentId');
  if (parentId !== null && parentId !== '') return parentId;
  const path = text(members, 'path');
  if (path === null) return undefined;
  return (path.match(/(?<!~)\//g) ?? []).length <= 1 ? null : undefined;
}

interface Above {
  /** The groups that were started at, and every one above them, once each. */
  readonly reached: readonly Row[];
  /** Why some may be missing; null: none is. */
  readonly gap: string | null;
}

interface Parent {
  readonly row: Row | null;
  /** Why it may be there although it is not told; null: it is told, or there is none. */
  readonly gap: string | null;
}

/**
 * The groups above a group, and the roles of each. They are asked for once in a request, however many of its users are in them; a
 * change of ours forgets them.
 */
export class AncestorGroups {
  readonly #api: RestApi;
  readonly #rows = new LRUCache<string, Promise<Row | null>>({ max: 5_000, ttl: 60_000 });
  readonly #roles = new LRUCache<string, Promise<readonly MappedRole[]>>({ max: 5_000, ttl: 60_000 });

  constructor(api: RestApi) {
    this.#api = api;
  }

  forget(): void {
    this.#rows.clear();
    this.#roles.clear();
  }

  async above(starts: readonly Row[], context: CallContext): Promise<Above> {
    const reached = new Map<string, Row>();
    let gap: string | null = null;
    for (const start of starts) {
      let at: Row | null = start;
      for (let depth = 0; at !== null && !reached.has(at.id) && depth < DEEPEST; depth += 1) {
        reached.set(at.id, at);
        const parent = await this.#parentOf(at, context);
        gap ??= parent.gap;
        at = parent.row;
      }
    }
    return { reached: [...reached.values()], gap };
  }

  /** The group above one; null: it is a top one, or is not there. */
  async parentOf(groupId: string, context: CallContext): Promise<Parent> {
    const found = await this.#api.find('/groups/{groupId}', { groupId }, context);
    if (found === null) return { row: null, gap: null };
    return await this.#parentOf(found.row, context);
  }

  async rolesOf(group: Row, context: CallContext): Promise<readonly MappedRole[]> {
    if (surelyWithoutRoles(group.members)) return [];
    return await shared(this.#roles, keyOf(context, group.id), async () => {
      const holder = { kind: 'GROUP', externalId: group.id } as const;
      return (await readMappings(this.#api, holder, context)).roles;
    });
  }

  async #parentOf(group: Row, context: CallContext): Promise<Parent> {
    const parentId = parentIdOf(group);
    if (parentId === null) return { row: null, gap: null };
    const row = parentId === undefined ? null : await this.#row(parentId, context);
    return { row, gap: row === null ? unnamed(group) : null };
  }

  async #row(groupId: string, context: CallContext): Promise<Row | null> {
    return await shared(this.#rows, keyOf(context, groupId), async () => {
      const found = await this.#api.find('/groups/{groupId}', { groupId }, context);
      return found?.row ?? null;
    });
  }
}

/** What was read for one request is not served to the next, which may want it fresh. */
function keyOf({ transactionId }: CallContext, groupId: string): string {
  return `${transactionId} ${groupId}`;
}

async function shared<T extends object | null>(
  cache: LRUCache<string, Promise<T>>,
  key: string,
  read: () => Promise<T>,
): Promise<T> {
  const before = cache.get(key);
  if (before !== undefined) return await before;
  const asked = read();
  cache.set(key, asked);
  // A failure is told to those who wait for it, and to nobody later.
  asked.catch(() => cache.delete(key));
  return await asked;
}

/** Full rows name the roles of a group; both members empty: there is nothing to ask for. */
function surelyWithoutRoles({ realmRoles, clientRoles }: Members): boolean {
  return (
    Array.isArray(realmRoles) &&
    realmRoles.length === 0 &&
    isObject(clientRoles) &&
    Object.keys(clientRoles).length === 0
  );
}

function unnamed({ members, id }: Row): string {
  return `Keycloak does not show the group above ${text(members, 'path') ?? id}, so that roles which are given further up are not known. Grant query-groups and view-users; a server that sends no parentId is to be updated.`;
}
