import type { Listing } from '../../model/coverage.ts';
import type { Role, RoleTier } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import { expectFlag } from '../expect-members.ts';
import { identified } from '../identified.ts';
import type { Members, Row } from '../rows.ts';
import { flag, object, text } from '../rows.ts';
import { readEveryRow } from './offset-list.ts';
import type { RealmApi } from './realm-api.ts';
import { isComposite } from './role-mappings.ts';
import { administeredRealm, ownTier, type RoleContainer } from './role-tier.ts';
import { USUAL_PAGE, type KeycloakSettings } from './settings.ts';

interface FoundRole {
  readonly row: Row;
  readonly container: RoleContainer;
}

/**
 * Roles of the realm, and of the clients that administrate it. Roles of other clients are those clients' own affair; one that contains
 * an administrator's role makes its holder one all the same, which is why `role-assignments.ts` does not pass over composite ones.
 */
export async function readRoles(api: RealmApi, context: CallContext): Promise<Listing<Role>> {
  const { settings } = api;
  const [realm, roles, clients] = await Promise.all([
    readRealm(api, context),
    readEveryRow(api, { template: '/roles', ids: {}, query: {} }, USUAL_PAGE, context),
    administratingClients(api, context),
  ]);
  const ofClients = await Promise.all(
    clients.map(async ({ id, clientId }) => {
      const list = { template: '/clients/{clientUuid}/roles', ids: { clientUuid: id }, query: {} };
      const found = await readEveryRow(api, list, USUAL_PAGE, context);
      return found.rows.map((row): FoundRole => ({ row, container: clientId }));
    }),
  );
  const found = [...roles.rows.map((row): FoundRole => ({ row, container: null })), ...ofClients.flat()];
  const contents = await readContents(api, found, context);
  const defaultRole = text(object(realm, 'defaultRole') ?? {}, 'id');
  const delegated = flag(realm, 'adminPermissionsEnabled') === true;
  const tiers = new Tiers(settings.realm, found, contents, delegated, defaultRole);
  return {
    rows: found.map((role) => toRole(role, settings, tiers.of(role.row.id))),
    complete: true,
    reason: null,
    message: null,
    observedAt: roles.observedAt,
  };
}

/** Servers before the switch came leave it out; read as off, a wrong one would say of roles what they cannot do. */
async function readRealm(api: RealmApi, context: CallContext): Promise<Members> {
  const { members, origin } = await api.read('', {}, context);
  expectFlag(members, 'adminPermissionsEnabled', origin);
  return members;
}

async function administratingClients(
  api: RealmApi,
  context: CallContext,
): Promise<readonly { readonly id: string; readonly clientId: string }[]> {
  const list = { template: '/clients', ids: {}, query: {} };
  const { rows } = await readEveryRow(api, list, USUAL_PAGE, context);
  const { origin } = api.target('GET', list.template, list.ids, context);
  return rows.flatMap(({ id, members }) => {
    const clientId = text(members, 'clientId');
    if (clientId === null) throw badResponse(origin, 'has a client that does not name itself in clientId');
    return administeredRealm(api.settings.realm, clientId) === null ? [] : [{ id, clientId }];
  });
}

/** What each composite role contains, over any number of steps; roles of other clients are looked into as well. */
async function readContents(
  api: RealmApi,
  roles: readonly FoundRole[],
  context: CallContext,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const contents = new Map<string, readonly Row[]>();
  const listed = api.target('GET', '/roles', {}, context).origin;
  let next = roles.map(({ row }) => row).filter(({ members }) => isComposite(members, listed));
  while (next.length > 0) {
    const read = await Promise.all(
      next.map(async ({ id }) => {
        const answer = await api.readArray('/roles-by-id/{roleId}/composites', { roleId: id }, context);
        const within = identified(answer.rows, answer.origin);
        return { id, within, open: within.filter(({ members }) => isComposite(members, answer.origin)) };
      }),
    );
    for (const { id, within } of read) contents.set(id, within);
    const open = new Map(read.flatMap((one) => one.open.map((row) => [row.id, row] as const)));
    next = [...open.values()].filter(({ id }) => !contents.has(id));
  }
  return contents;
}

/** Places roles: each is as strong as the strongest that it contains. */
class Tiers {
  readonly #realm: string;
  readonly #known: ReadonlyMap<string, FoundRole>;
  readonly #contents: ReadonlyMap<string, readonly Row[]>;
  readonly #delegated: boolean;
  readonly #defaultRole: string | null;

  constructor(
    realm: string,
    roles: readonly FoundRole[],
    contents: ReadonlyMap<string, readonly Row[]>,
    delegated: boolean,
    defaultRole: string | null,
  ) {
    this.#realm = realm;
    this.#known = new Map(roles.map((role) => [role.row.id, role]));
    this.#contents = contents;
    this.#delegated = delegated;
    this.#defaultRole = defaultRole;
  }

  of(roleId: string): RoleTier | null {
    const reached = new Set([roleId]);
    // A set is walked in the order of insertion, what is added on the way included.
    for (const id of reached) for (const { id: next } of this.#contents.get(id) ?? []) reached.add(next);
    const tiers = new Set([...reached].map((id) => this.#own(id)));
    if (tiers.has(0)) return 0;
    if (tiers.has(1)) return 1;
    return tiers.has(null) ? null : 2;
  }

  /**
   * What none of Keycloak's own roles is in gives no power over the directory: the weakest tier. Where the realm delegates by
   * fine-grained permissions, any role may be named in one, and cannot be placed; only the role that everybody has is none of those.
   */
  #own(roleId: string): RoleTier | null {
    const role = this.#known.get(roleId);
    const own = role && ownTier(this.#realm, role.container, text(role.row.members, 'name') ?? '');
    if (own !== undefined) return own;
    return this.#delegated && roleId !== this.#defaultRole && role?.container === null ? null : 2;
  }
}

function toRole({ row, container }: FoundRole, settings: KeycloakSettings, tier: RoleTier | null): Role {
  const name = text(row.members, 'name') ?? row.id;
  return {
    directory: settings.key,
    externalId: row.id,
    name: container === null ? name : `${container}/${name}`,
    description: description(row),
    custom: ownTier(settings.realm, container, name) === undefined,
    permissions: [],
    applicableTo: ['USER', 'GROUP', 'APPLICATION'],
    canAssignRoleIds: [],
    tier,
  };
}

/** `${role_manage-users}` stands for a text that only the console has. */
function description({ members }: Row): string | null {
  const said = text(members, 'description');
  return said === null || said === '' || said.startsWith('${') ? null : said;
}
