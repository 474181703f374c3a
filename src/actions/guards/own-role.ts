import type { Guard } from './guard.ts';
import { sameId } from './same-id.ts';
import { self } from './self.ts';
import { unreadable } from './unreadable.ts';

/** Nobody changes a role that they hold themselves: they could give themselves more, or could not take back what they lost. */
export const ownRole: Guard = {
  name: self.name,
  stage: 'READING',
  check: async ({ caller, subject, reads }) => {
    if (caller.user === undefined || caller.user.directory !== subject.directory) return null;
    const what = 'whether your own account holds this role';
    try {
      const { rows, complete, message } = await reads.roleAssignments(caller.user.externalId);
      if (rows.some(({ roleId }) => sameId(roleId, subject.externalId)))
        return {
          code: 'SELF',
          message: 'Your own account holds this role. It passes when somebody else asks for it.',
          retryable: false,
        };
      return complete ? null : unreadable(message ?? 'part of a list', what);
    } catch (error) {
      return unreadable(error, what);
    }
  },
};
