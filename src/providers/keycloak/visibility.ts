import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { adminClientOf } from './role-tier.ts';
import type { RealmApi } from './realm-api.ts';

/** Nobody has it; Keycloak asks for the right to see everybody before it looks for somebody who is not there. */
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** How long what was found out holds. Rights change seldom, and what they hide is then an error a little later. */
const HOLDS_MS = 300_000;

/**
 * Keycloak leaves out of its lists what the credential may not see, without a word: a client that may only query gets no users,
 * and a user's mappings lack the roles of clients that it may not view. An empty answer is therefore checked before it is believed.
 */
export class Visibility {
  readonly #api: RealmApi;
  readonly #clock: () => Date;
  readonly #seenUntil = new Map<string, number>();

  constructor(api: RealmApi, clock: () => Date) {
    this.#api = api;
    this.#clock = clock;
  }

  /** @throws {UpstreamError} `FORBIDDEN` when the credential may not see every user. */
  async everyUser(context: CallContext): Promise<void> {
    await this.#once('users', async () => {
      await this.#api.read('/attack-detection/brute-force/users/{userId}', { userId: NOBODY }, context);
    });
  }

  /** @throws {UpstreamError} `FORBIDDEN` when roles of the realm, or those that administrate it, are hidden. */
  async everyRole(context: CallContext): Promise<void> {
    await this.#once('roles', async () => {
      const clientId = adminClientOf(this.#api.settings.realm);
      const [, clients] = await Promise.all([
        this.#api.readArray('/roles', {}, context, { query: { first: '0', max: '1' } }),
        this.#api.readArray('/clients', {}, context, { query: { clientId } }),
      ]);
      // Whoever may query but not view is shown id and clientId alone.
      const seen = clients.rows.some((row) => row['clientId'] === clientId && 'enabled' in row);
      if (!seen) throw this.#hidden(clientId);
    });
  }

  async #once(what: string, look: () => Promise<void>): Promise<void> {
    if ((this.#seenUntil.get(what) ?? 0) > this.#clock().getTime()) return;
    await look();
    this.#seenUntil.set(what, this.#clock().getTime() + HOLDS_MS);
  }

  #hidden(clientId: string): UpstreamError {
    const { directory } = this.#api;
    return new UpstreamError({
      code: 'FORBIDDEN',
      message: `${directory}: expected to see the client ${clientId}, received a list without it: grant view-clients, without which Keycloak leaves out the roles of clients.`,
      directory,
      route: 'GET /clients',
    });
  }
}
