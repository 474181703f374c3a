import { can } from '../../access/caller.ts';
import { givesRoles } from './gives-roles.ts';
import { groupsMovedBy } from './groups-by-filter.ts';
import type { Guard } from './guard.ts';
import { unreadable } from './unreadable.ts';
import { givenBy, groupAndAbove } from './withdrawal.ts';

/**
 * The filter of a dynamic group makes everybody a member whose record is so: where such a group gives roles, writing what its
 * filter looks at is giving and taking these roles, and needs the right to do so in the whole directory.
 */
export const givesRolesByFilter: Guard = {
  name: givesRoles.name,
  stage: 'READING',
  check: async ({ attributes, caller, directory, reads }) => {
    if (attributes === undefined || attributes === null) return null;
    if (!directory.can('DYNAMIC_GROUPS')) return null;
    if (can(caller, 'role:assign', { directory: directory.key, population: null })) return null;
    try {
      for (const group of await groupsMovedBy(attributes, reads)) {
        const givers = await groupAndAbove(group.externalId, reads);
        const given = (await Promise.all(givers.map((giver) => givenBy(giver, reads)))).flat();
        if (given.length > 0)
          return {
            code: 'FORBIDDEN',
            message: `The filter of the dynamic group ${group.externalId}, whose members hold roles, looks at what would be written: that needs the permission role:assign in the whole of "${directory.key}" too, which "${caller.name}" does not have.`,
            retryable: false,
          };
      }
      return null;
    } catch (error) {
      return unreadable(error, 'whether it would give roles by the filter of a group');
    }
  },
};
