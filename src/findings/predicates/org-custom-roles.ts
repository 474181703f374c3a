import type { Role } from '../../model/role.ts';
import type { DirectoryFacts } from '../facts.ts';
import { findingReason, listOf, or, undecided } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';
import { gapIn, polled } from '../polls.ts';
import { grantsOfObjects, rolesOfUsers } from './head-count.ts';

/** `permissions:update:userRoleAssignments`, `permissions:create:roles`, ...: by these a holder gives itself the rest. */
const writesRoles = /^permissions:(create|update|delete|\*):(\w*roleassignments?|\w*roles?|\*)$/i;

/** Whether a role that the operator defined is nearly as strong as the provider's own ones together. */
export function isBroadRole(directory: DirectoryFacts, role: Role): Truth {
  if (!role.custom) return false;
  const ids = role.permissions.map((permission) => permission.id);
  if (ids.length === 0) return undecided('PARTIAL_DATA');
  return or(
    () => ids.some((id) => writesRoles.test(id) || id === '*' || id.endsWith(':*')),
    () => holdsMostPermissions(directory, ids),
  );
}

function holdsMostPermissions({ roles, settings }: DirectoryFacts, ids: readonly string[]): Truth {
  const builtIn = roles.rows.filter((role) => !role.custom);
  const catalogue = new Set(builtIn.flatMap((role) => role.permissions.map((permission) => permission.id)));
  const whole = roles.complete && builtIn.length > 0 && builtIn.every((role) => role.permissions.length > 0);
  // More permissions to compare with can only make the share smaller.
  if (catalogue.size > 0 && ids.length / catalogue.size <= settings.maxCustomRoleShare) return false;
  if (whole) return true;
  // Where no role of the provider's own tells its permissions, there will never be anything to compare with.
  if (roles.complete && catalogue.size === 0) return undecided('NOT_CAPABLE');
  return undecided(roles.reason === null ? 'PARTIAL_DATA' : findingReason(roles.reason));
}

/** The custom roles that nobody is known to hold, and whether that is all there is to know. */
export function unheldRoles(directory: DirectoryFacts): ListFact<Role> {
  const custom = directory.roles.rows.filter((role) => role.custom);
  if (custom.length === 0)
    return { rows: [], complete: directory.roles.complete, reason: directory.roles.reason };
  const ofUsers = polled(directory, rolesOfUsers);
  const others = grantsOfObjects(directory, directory.gatewayGrants);
  const held = new Set(others.rows.map((grant) => grant.roleId));
  const unheld = custom.filter(
    ({ externalId }) => !held.has(externalId) && (ofUsers.counts.get(`role ${externalId}`) ?? 0) === 0,
  );
  const grants = listOf(
    [],
    ofUsers.users,
    directory.everyGroup,
    directory.everyApplication,
    gapIn(ofUsers),
    others,
  );
  // While a list of assignments is not whole, a role without a known holder may have one.
  if (unheld.length > 0 && !grants.complete) return { rows: [], complete: false, reason: grants.reason };
  return { rows: unheld, complete: directory.roles.complete, reason: directory.roles.reason };
}
