import type { Permission } from '../model/permission.ts';
import { can, type Caller, type Where } from './caller.ts';

/**
 * Whether a caller may use a permission on what is there. What belongs to a whole directory (a role, an application, a group
 * without a population) is described to callers of single populations too; anything more than that description they only get
 * for their populations.
 */
export function reaches(caller: Caller, permission: Permission, { directory, population }: Where): boolean {
  if (directory === undefined) return holds(caller, permission);
  if (population !== undefined) return can(caller, permission, { directory, population });
  return can(
    caller,
    permission,
    permission === 'directory:read' ? { directory } : { directory, population: null },
  );
}

/** Whether a caller has a permission somewhere. Most have it everywhere and without an end, which is looked up, not searched for. */
export function holds(caller: Caller, permission: Permission): boolean {
  const known = outright.get(caller);
  if (known !== undefined) return known.has(permission) || can(caller, permission);
  const unlimited = caller.grants.filter((grant) => grant.until === undefined);
  outright.set(caller, new Set(unlimited.map((grant) => grant.permission)));
  return can(caller, permission);
}

const outright = new WeakMap<Caller, ReadonlySet<Permission>>();

/** Whether any grant says where it holds: then every object has to be looked at. */
export function isConfined(caller: Caller): boolean {
  const known = confined.get(caller);
  if (known !== undefined) return known;
  const found = caller.grants.some(
    (grant) => grant.directories !== undefined || grant.populations !== undefined,
  );
  confined.set(caller, found);
  return found;
}

const confined = new WeakMap<Caller, boolean>();

/** Whether any grant at all holds in a directory; one without is as if it were not configured. */
export function knowsDirectory(caller: Caller, directory: string): boolean {
  return caller.grants.some((grant) => can(caller, grant.permission, { directory }));
}
