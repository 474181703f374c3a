import { can } from '../../access/caller.ts';
import type { Guard } from './guard.ts';

/**
 * Whoever decides at whom people sign on, what is trusted there, or what of it is believed, can become each of them,
 * administrators too: it needs the right to give roles in the whole directory as well. Who signs on through it is not looked
 * into: that would be every user, and could change a moment later.
 */
export const signOnTakeover: Guard = {
  name: 'takeover',
  stage: 'FREE',
  check: async ({ action, caller, subject: { directory } }) =>
    can(caller, 'role:assign', { directory, population: null })
      ? null
      : {
          code: 'FORBIDDEN',
          message: `${action} decides whom people are taken for when they sign on, administrators too. It passes for a caller who has role:assign for the whole of "${directory}" as well; "${caller.name}" does not.`,
          retryable: false,
        },
};
