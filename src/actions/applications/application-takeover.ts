import { can } from '../../access/caller.ts';
import type { Guard } from '../guards/guard.ts';
import { mayBeTierZero } from '../guards/tier-zero.ts';
import { unreadable } from '../guards/unreadable.ts';
import { partial } from '../guards/withdrawal.ts';

/**
 * Whoever has an application's secret, or sets the keys that it proves itself with, can act as it: for one that holds a role of
 * tier 0 the caller needs the right to give such roles as well. Whoever has it is not looked into.
 */
export const applicationTakeover: Guard = {
  name: 'takeover',
  stage: 'READING',
  check: async ({ action, caller, subject, reads }) => {
    if (can(caller, 'role:assign', { directory: subject.directory, population: null })) return null;
    try {
      const { rows, complete } = await reads.applicationRoleAssignments(subject.externalId);
      if (!complete) throw partial('role assignments of the application', subject.directory);
      if (rows.length === 0 || mayBeTierZero(rows, (await reads.roles()).rows).length === 0) return null;
    } catch (error) {
      return unreadable(error, 'whether this application holds a role that takes over the directory');
    }
    return {
      code: 'FORBIDDEN',
      message: `This application holds a role that takes over the directory, and ${action} would let somebody act as it. It passes for a caller who has role:assign as well; "${caller.name}" does not.`,
      retryable: false,
    };
  },
};
