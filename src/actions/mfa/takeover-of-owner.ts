import type { Guard } from '../guards/guard.ts';
import { takeover, takeoverRefusal } from '../users/takeover.ts';

/** `takeover` for actions on a device: an administrator's factor is no less than the administrator's password. */
export const takeoverOfOwner: Guard = {
  name: takeover.name,
  stage: takeover.stage,
  check: async (attempt) =>
    attempt.user === null
      ? null
      : await takeoverRefusal({
          ...attempt,
          subject: { ...attempt.subject, type: 'USER', externalId: attempt.user.externalId },
        }),
};
