import { can } from '../../access/caller.ts';
import type { Guard } from './guard.ts';

/** A change of all members of a group is outside a grant for some populations, also where it is asked for through one user. */
export const permittedForMembers: Guard = {
  name: 'permission',
  stage: 'FREE',
  check: async ({ power, caller, permission, directory, action }) =>
    power?.takes?.from.kind !== 'MEMBERS' ||
    can(caller, permission, { directory: directory.key, population: null })
      ? null
      : {
          code: 'FORBIDDEN',
          message: `${action} would change what all members of a group may do: that needs the permission ${permission} for the whole of "${directory.key}", which "${caller.name}" does not have.`,
          retryable: false,
        },
};
