import { can, type Caller } from '../../access/caller.ts';
import type { GuardReads } from '../guard-reads.ts';
import type { Guard, GuardRefusal } from './guard.ts';
import { mayAssignOver } from './role-reach.ts';
import { unreadable } from './unreadable.ts';
import { givenBy, groupAndAbove } from './withdrawal.ts';

/**
 * Whoever comes into a group gets the roles that it gives, and those of the groups that it is in: putting somebody there is
 * assigning roles, and needs that permission too.
 */
export const givesRoles: Guard = {
  name: 'gives-roles',
  stage: 'READING',
  check: async ({ power, reads, caller, user }) =>
    power?.joins === undefined
      ? null
      : await givenRolesRefusal(power.joins, { caller, population: user?.populationId ?? null, reads }),
};

/**
 * What stands against somebody of this population getting all that a group gives: the caller may have to assign roles both to
 * them and over each thing that the roles reach. Null: nothing.
 */
export async function givenRolesRefusal(
  groupId: string,
  {
    caller,
    population,
    reads,
  }: { readonly caller: Caller; readonly population: string | null; readonly reads: GuardReads },
): Promise<GuardRefusal | null> {
  const directory = reads.directory.key;
  if (can(caller, 'role:assign', { directory, population: null })) return null;
  try {
    const groups = await groupAndAbove(groupId, reads);
    const given = (await Promise.all(groups.map((group) => givenBy(group, reads)))).flat();
    if (given.length === 0) return null;
    const reaches =
      can(caller, 'role:assign', { directory, population }) &&
      given.every(({ scope }) => mayAssignOver(caller, scope, directory));
    if (reaches) return null;
  } catch (error) {
    return unreadable(error, 'whether the group gives roles');
  }
  return {
    code: 'FORBIDDEN',
    message: `Whoever is in the group ${groupId} holds the roles that it gives: that needs the permission role:assign too, for the user and for all that these roles reach, which "${caller.name}" does not have there.`,
    retryable: false,
  };
}
