import { permissions, type Permission } from '../model/permission.ts';

/** Where a permission is asked for. Left out: somewhere. */
export interface Where {
  /** Key of a directory. */
  readonly directory?: string;
  /** Null: the object belongs to no population, or to one that is not known. */
  readonly population?: string | null;
}

/** One permission and how far it reaches. */
export interface Grant {
  readonly permission: Permission;
  /** Keys of directories; left out: all. */
  readonly directories?: readonly string[];
  /** The provider's ids of populations; left out: all. A grant for some populations covers nothing that has none. */
  readonly populations?: readonly string[];
  readonly until?: Date;
}

/** What a caller showed: the id of an API key, or the end of a token. Never the credential itself. */
export type Credential =
  | { readonly kind: 'KEY'; readonly id: string }
  | { readonly kind: 'TOKEN'; readonly expiresAt: Date };

/** Who asks, and what they may. Recorded in the ledger by name; budgets and idempotency keys are the name's. */
export interface Caller {
  /** Stable and unique among callers; `local` for the caller on loopback. */
  readonly name: string;
  /** The caller's own account, where it is known to be one of a directory. */
  readonly user?: { readonly directory: string; readonly externalId: string };
  readonly roles: readonly string[];
  readonly grants: readonly Grant[];
  /** Left out: the caller needed none. */
  readonly credential?: Credential;
}

/** Whether one of the caller's grants reaches there, at `now`. Without a place: whether any grant gives the permission. */
export function can(caller: Caller, permission: Permission, where: Where = {}, now = new Date()): boolean {
  return caller.grants.some(
    (grant) =>
      grant.permission === permission &&
      (grant.until === undefined || now < grant.until) &&
      (where.directory === undefined || (grant.directories?.includes(where.directory) ?? true)) &&
      reachesPopulation(grant, where),
  );
}

function reachesPopulation({ populations }: Grant, { population }: Where): boolean {
  if (populations === undefined || population === undefined) return true;
  return population !== null && populations.includes(population);
}

/** The caller while nothing is configured about callers: whoever reaches the loopback address, under every guard. */
export const localCaller: Caller = {
  name: 'local',
  roles: ['local'],
  grants: Object.keys(permissions).map((permission) => ({ permission: permission as Permission })),
};
