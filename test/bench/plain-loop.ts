import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { SandboxAddress } from './sandbox-process.ts';

/** As many connections as the gateway has by default. */
export const connections = 64;

type Json = Readonly<Record<string, unknown>>;

/** Device ids of each user: what both sides must agree on. */
export type DevicesByUser = ReadonlyMap<string, string>;

/**
 * What somebody would write by hand for one question, without GraphQL: undici, as many workers as connections, JSON parsed,
 * rows kept. Pages one after the other, as their cursors ask for; then one call for each user.
 */
export class PlainLoop {
  readonly #pool: Pool;
  readonly #address: SandboxAddress;
  readonly #root: string;
  #token = '';

  constructor(address: SandboxAddress) {
    this.#address = address;
    this.#pool = new Pool(address.authUrl, { connections });
    this.#root = `/v1/environments/${address.environmentId}`;
  }

  async connect(): Promise<void> {
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
  }

  async close(): Promise<void> {
    await this.#pool.close();
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
      Array.from({ length: connections }, async () => {
        for (const item of queue) await work(item);
      }),
    );
  }

  /** Tried again after a failure, soon; a loop without that would be no comparison for failing requests. */
  async #get(path: string): Promise<Json> {
    for (let tries = 1; ; tries += 1) {
      try {
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

function embedded(page: Json, name: string): readonly Json[] {
  return (page['_embedded'] as Readonly<Record<string, readonly Json[]>>)[name] ?? [];
}

function nextOf(page: Json): string | null {
  const links = page['_links'] as { readonly next?: { readonly href: string } };
  if (links.next === undefined) return null;
  const { pathname, search } = new URL(links.next.href);
  return pathname + search;
}
