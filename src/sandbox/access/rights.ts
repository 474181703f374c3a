import type { Row } from '../tenant.ts';
import type { World } from '../world.ts';
import { idOf } from '../world.ts';

/** What a call needs: a permission id as PingOne writes it, and the area it belongs to. */
export interface Need {
  readonly permission: string;
  readonly area: Area;
}

/**
 * Kinds of right. Only some permission ids are published; where no role of the tenant lists an id, the area and the
 * name of the role decide, after the published table of which role is needed for what.
 */
export type Area = 'identity' | 'groups' | 'configuration' | 'applications' | 'organization';

/** What part of an environment a right reaches. */
export type Reach =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'part';
      readonly populations: ReadonlySet<string>;
      readonly applications: ReadonlySet<string>;
    }
  | { readonly kind: 'none' };

const NONE: Reach = { kind: 'none' };

const ROLES: Readonly<Record<Area, { readonly read: RegExp; readonly write: RegExp }>> = {
  identity: {
    read: /^Identity Data (Admin|Read Only)$|^Help Desk Admin$/,
    write: /^Identity Data Admin$/,
  },
  groups: {
    read: /^Identity Data (Admin|Read Only)$|^Environment Admin$|^Client Application Developer$/,
    write: /^Identity Data Admin$|^Environment Admin$/,
  },
  configuration: {
    read: /^Environment Admin$|^Configuration Read Only$|^Client Application Developer$/,
    write: /^Environment Admin$/,
  },
  applications: {
    read: /^Client Application Developer$|^Environment Admin$|^Application Owner$|^Configuration Read Only$/,
    write: /^Client Application Developer$|^Environment Admin$|^Application Owner$/,
  },
  organization: { read: /./, write: /^Organization Admin$|^Environment Admin$/ },
};

/** For custom roles, whose name says nothing: the published id that stands for the area. */
const STANDS_FOR: Readonly<Record<Area, string>> = {
  identity: 'dir:%:user',
  groups: 'dir:%:group',
  configuration: 'admin:%:config',
  applications: 'applications:%:application',
  organization: 'orgmgt:%:environment',
};

/** What a worker application may do: its role assignments, their roles' permissions and their scopes. */
class Rights {
  readonly #world: World;
  readonly #clientId: string;
  readonly #environmentId: string;
  readonly #reaches = new Map<string, Reach>();
  #computedAt = -1;

  /** `world` is that of the environment in which the rights are asked for; assignments are kept in its home. */
  constructor(world: World, clientId: string) {
    this.#world = world.home;
    this.#environmentId = world.tenant.environmentId;
    this.#clientId = clientId;
  }

  /** How far a need is covered in the environment. */
  reach(need: Need): Reach {
    if (this.#computedAt !== this.#world.version) {
      this.#computedAt = this.#world.version;
      this.#reaches.clear();
    }
    let reach = this.#reaches.get(need.permission);
    if (reach === undefined) this.#reaches.set(need.permission, (reach = this.#compute(need)));
    return reach;
  }

  #compute(need: Need): Reach {
    const { tenant } = this.#world;
    const roles = this.#roles();
    const published = [...roles.values()].some((role) => permissionsOf(role).has(need.permission));
    const populations = new Set<string>();
    const applications = new Set<string>();
    for (const assignment of this.#assignments()) {
      const role = roles.get(idOf(assignment['role']) ?? '');
      if (role === undefined || !grants(role, need, published)) continue;
      const scope = assignment['scope'];
      const scopeId = idOf(scope) ?? '';
      const type: unknown =
        typeof scope === 'object' && scope !== null ? Reflect.get(scope, 'type') : undefined;
      if (type === 'ORGANIZATION' && scopeId === tenant.organizationId) return { kind: 'all' };
      if (type === 'ENVIRONMENT' && scopeId === this.#environmentId) return { kind: 'all' };
      if (type === 'POPULATION') populations.add(scopeId);
      if (type === 'APPLICATION') applications.add(scopeId);
    }
    if (populations.size === 0 && applications.size === 0) return NONE;
    return { kind: 'part', populations, applications };
  }

  #assignments(): Iterable<Row> {
    const store = { kind: 'child', parent: 'applications', name: 'roleAssignments' } as const;
    return this.#world.rows(store, this.#clientId).values();
  }

  #roles(): Map<string, Row> {
    return new Map([
      ...(this.#world.tenant.platform.get('roles') ?? []),
      ...(this.#world.tenant.collections.get('roles') ?? []),
    ]);
  }
}

const RIGHTS = new WeakMap<World, Map<string, Rights>>();

/** The rights of an application in an environment, computed once for each state of the tenant. */
export function rightsOf(world: World, clientId: string): Rights {
  const byClient = RIGHTS.get(world) ?? new Map<string, Rights>();
  RIGHTS.set(world, byClient);
  const rights = byClient.get(clientId) ?? new Rights(world, clientId);
  byClient.set(clientId, rights);
  return rights;
}

function grants(role: Row, need: Need, published: boolean): boolean {
  const permissions = permissionsOf(role);
  if (published) return permissions.has(need.permission);
  const reads = need.permission.split(':')[1] === 'read';
  if (permissions.has(STANDS_FOR[need.area].replace('%', reads ? 'read' : 'update'))) return true;
  const names = ROLES[need.area];
  return (reads ? names.read : names.write).test(String(role['name']));
}

function permissionsOf(role: Row): Set<string> {
  const permissions = Array.isArray(role['permissions']) ? role['permissions'] : [];
  return new Set(permissions.map((one: unknown) => idOf(one) ?? ''));
}
