import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { SandboxAddress } from './sandbox-process.ts';

/** As many connections as the gateway has by default: what a polite client uses. */
export const polite = 64;
/** As many as help: the physical floor. */
export const unbounded = 1_000;

type Json = Readonly<Record<string, unknown>>;

/** Device ids of each user: what all sides must agree on. */
export type DevicesByUser = ReadonlyMap<string, string>;

/**
 * What somebody would write by hand for one question, without GraphQL: undici, as many workers as connections, JSON parsed,
 * rows kept. Pages one after the other, as their cursors ask for; then one call for each user.
 */
export class PlainLoop {
  readonly #pool: Pool;
  readonly #address: SandboxAddress;
  readonly #root: string;
  readonly #connections: number;
  #token = '';
  #pace: (() => Promise<void>) | null = null;

  constructor(address: SandboxAddress, connections: number) {
    this.#address = address;
    this.#connections = connections;
    this.#pool = new Pool(address.authUrl, { connections });
    this.#root = `/v1/environments/${address.environmentId}`;
  }

  async connect(): Promise<this> {
    const { environmentId, clientId, clientSecret } = this.#address;
    const { body } = await this.#pool.request({
      method: 'POST',
      path: `/${environmentId}/as/token`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      },
      body: 'grant_type=client_credentials',
    });
    const { access_token: token } = (await body.json()) as { access_token: string };
    this.#token = token;
    return this;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** Knows what the provider allows, and keeps to it; null: asks as fast as it can. The bucket is full now. */
  keepTo(perSecond: number | null): void {
    this.#pace = perSecond === null ? null : paceOf(perSecond);
  }

  /** The first so many users, page by page. */
  async users(most: number): Promise<readonly Json[]> {
    const rows: Json[] = [];
    let path: string | null = `${this.#root}/users?limit=${Math.min(200, most)}`;
    while (path !== null && rows.length < most) {
      const page: Json = await this.#get(path);
      rows.push(...embedded(page, 'users'));
      path = nextOf(page);
    }
    return rows.slice(0, most);
  }

  /** One user's row. */
  async user(id: string): Promise<Json> {
    return await this.#get(`${this.#root}/users/${id}`);
  }

  /** The devices of the first so many users. */
  async usersWithDevices(most: number): Promise<DevicesByUser> {
    const users = await this.users(most);
    return this.#devicesOf(users.map((user) => String(user['id'])));
  }

  /** Groups, the first page of each one's members, and each member's devices once. */
  async groupsWithDevices(groups: number, members: number): Promise<DevicesByUser> {
    const page = await this.#get(`${this.#root}/groups?limit=${groups}&include=memberCounts`);
    const ids = embedded(page, 'groups').map((group) => String(group['id']));
    const distinct = new Set<string>();
    await this.#each(ids, async (id) => {
      const filter = encodeURIComponent(`memberOfGroups[id eq "${id}"]`);
      const list = await this.#get(`${this.#root}/users?filter=${filter}&limit=${members}`);
      for (const user of embedded(list, 'users')) distinct.add(String(user['id']));
    });
    return this.#devicesOf([...distinct]);
  }

  /** One user with all that hangs on it: everything that its id leads to at once, then what those answers name. */
  async person(id: string): Promise<number> {
    const user = `${this.#root}/users/${id}`;
    const [row, , assignments] = await Promise.all([
      this.#get(user),
      this.#get(`${user}/memberOfGroups?expand=group`),
      this.#get(`${user}/roleAssignments`),
      this.#get(`${user}/devices`),
    ]);
    const roles = new Set(embedded(assignments, 'roleAssignments').map((each) => idIn(each, 'role')));
    await Promise.all([
      this.#get(`${this.#root}/populations/${idIn(row, 'population')}`),
      ...[...roles].map((role) => this.#get(`/v1/roles/${role}`)),
    ]);
    return roles.size;
  }

  async #devicesOf(userIds: readonly string[]): Promise<DevicesByUser> {
    const found = new Map<string, string>();
    await this.#each(userIds, async (id) => {
      const list = await this.#get(`${this.#root}/users/${id}/devices`);
      const devices = embedded(list, 'devices').map((device) => String(device['id']));
      found.set(id, devices.toSorted().join(' '));
    });
    return found;
  }

  async #each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const queue = items.values();
    await Promise.all(
      Array.from({ length: this.#connections }, async () => {
        for (const item of queue) await work(item);
      }),
    );
  }

  /** Tried again after a failure, soon; a loop without that would be no comparison for failing requests. */
  async #get(path: string): Promise<Json> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#pace?.();
        const { statusCode, body } = await this.#pool.request({
          method: 'GET',
          path,
          headers: { authorization: `Bearer ${this.#token}`, accept: 'application/json' },
        });
        const answer = (await body.json()) as Json;
        if (statusCode === 200) return answer;
        throw new Error(`Expected 200 for ${path}, received ${statusCode}.`);
      } catch (error) {
        if (tries === 6) throw error;
        await sleep(15 * tries);
      }
    }
  }
}

/** A bucket of one second's calls, full at first: each call waits for its own turn. */
function paceOf(perSecond: number): () => Promise<void> {
  const beganAt = performance.now();
  let calls = 0;
  return async () => {
    calls += 1;
    const turnAt = beganAt + ((calls - perSecond) / perSecond) * 1_000;
    const waitMs = turnAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
  };
}

function embedded(page: Json, name: string): readonly Json[] {
  return (page['_embedded'] as Readonly<Record<string, readonly Json[]>>)[name] ?? [];
}

function idIn(row: Json, member: string): string {
  return String((row[member] as Json)['id']);
}

function nextOf(page: Json): string | null {
  const links = page['_links'] as { readonly next?: { readonly href: string } };
  if (links.next === undefined) return null;
  const { pathname, search } = new URL(links.next.href);
  return pathname + search;
}
