import { can } from '../../access/caller.ts';
import type { Guard } from './guard.ts';
import { unreadable } from './unreadable.ts';
import { givenBy, groupAndAbove } from './withdrawal.ts';

/**
 * Whoever comes into a group gets the roles that it gives, and those of the groups that it is in: putting somebody there is
 * assigning roles, and needs that permission too.
 */
export const givesRoles: Guard = {
  name: 'gives-roles',
  stage: 'READING',
  check: async (attempt) => {
    const { power, reads, caller, directory, user } = attempt;
    if (power?.joins === undefined) return null;
    const where = { directory: directory.key, population: user?.populationId ?? null };
    if (can(caller, 'role:assign', where)) return null;
    try {
      const groups = await groupAndAbove(power.joins, reads);
      const given = await Promise.all(groups.map((group) => givenBy(group, reads)));
      if (given.flat().length === 0) return null;
    } catch (error) {
      return unreadable(error, 'whether the group gives roles');
    }
    return {
      code: 'FORBIDDEN',
      message: `Whoever is in this group holds the roles that it gives: that needs the permission role:assign too, which "${caller.name}" does not have there.`,
      retryable: false,
    };
  },
};
