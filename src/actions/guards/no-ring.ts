import type { Attempt, Guard, GuardRefusal } from './guard.ts';
import { sameId } from './same-id.ts';
import { unreadable } from './unreadable.ts';
import { groupAndAbove } from './withdrawal.ts';

/** Groups that are put into each other at the same time are looked at one after the other. */
export const noRing: Guard = {
  name: 'state',
  stage: 'READING',
  lockName: async ({ directory }) => `nesting\n${directory.key}`,
  check: async (attempt) => await ringOf(attempt),
};

async function ringOf({ power, subject, reads }: Attempt): Promise<GuardRefusal | null> {
  if (power?.joins === undefined) return null;
  try {
    const above = await groupAndAbove(power.joins, reads);
    return above.some((group) => sameId(group, subject.externalId))
      ? {
          code: 'NOT_POSSIBLE',
          message:
            'The groups would be members of each other: the other group is this one, or is in it already.',
          retryable: false,
        }
      : null;
  } catch (error) {
    return unreadable(error, 'whether the groups would be members of each other');
  }
}
