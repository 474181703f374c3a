import type { Attempt, Guard } from './guard.ts';
import { sameId } from './same-id.ts';
import { unreadable } from './unreadable.ts';

/** Nobody gives roles to themselves, or takes their own, by way of a group that they are in. */
export const selfThroughGroup: Guard = {
  name: 'self',
  stage: 'READING',
  check: async ({ caller, subject, power, reads }) => {
    const group = groupMeant(subject, power);
    if (group === null || caller.user?.directory !== subject.directory) return null;
    try {
      const { rows, complete, message } = await reads.groups(caller.user.externalId);
      if (rows.some(({ groupId }) => sameId(groupId, group)))
        return {
          code: 'SELF',
          message: 'You are in this group yourself. It passes when somebody else asks for it.',
          retryable: false,
        };
      return complete ? null : unreadable(message ?? 'part of a list', 'whether you are in this group');
    } catch (error) {
      return unreadable(error, 'whether you are in this group');
    }
  },
};

/** The group whose members are concerned, also where the change is asked for through one of them. */
function groupMeant(subject: Attempt['subject'], power: Attempt['power']): string | null {
  if (subject.type === 'GROUP') return subject.externalId;
  const from = power?.takes?.from;
  return from?.kind === 'MEMBERS' ? from.externalId : null;
}
