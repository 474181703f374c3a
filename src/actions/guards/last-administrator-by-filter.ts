import { UpstreamError } from '../../upstream/upstream-error.ts';
import { groupsMovedBy } from './groups-by-filter.ts';
import type { Attempt, Guard } from './guard.ts';
import { lastAdministrator } from './last-administrator.ts';
import type { Withdrawn } from './power-change.ts';
import { sameId } from './same-id.ts';
import { unreadable } from './unreadable.ts';
import { partial } from './withdrawal.ts';

/**
 * `lastAdministrator` for changes of a record: whoever administers the directory through a dynamic group stops to when the
 * filter finds them no more. Costs what shows that the user is no administrator, and for administrators a list of the groups.
 */
export const lastAdministratorByFilter: Guard = {
  name: lastAdministrator.name,
  stage: lastAdministrator.stage,

  async lockName(attempt) {
    return mayMove(attempt) ? ((await lastAdministrator.lockName?.(whole(attempt))) ?? null) : null;
  },

  async check(attempt) {
    // Where everything that the user has would not make them the last administrator, a part of it does not.
    if (!mayMove(attempt) || (await lastAdministrator.check(whole(attempt))) === null) return null;
    try {
      const what = await lostBy(attempt);
      return what === null ? null : await lastAdministrator.check(taking(attempt, what));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return unreadable(error, 'whether an administrator would be left');
    }
  },
};

function mayMove({ attributes, directory }: Attempt): boolean {
  return attributes !== undefined && attributes !== null && directory.can('DYNAMIC_GROUPS');
}

function whole(attempt: Attempt): Attempt {
  return taking(attempt, { kind: 'SIGN_IN' });
}

function taking(attempt: Attempt, what: Withdrawn): Attempt {
  const externalId = attempt.user?.externalId ?? attempt.subject.externalId;
  return { ...attempt, power: { takes: { from: { kind: 'USER', externalId }, what } } };
}

/** Null: nothing. Of several groups, what stays when all are lost at once is not worked out: then everything counts as lost. */
async function lostBy({ attributes, reads, user, subject }: Attempt): Promise<Withdrawn | null> {
  if (attributes === undefined || attributes === null) return null;
  const moved = await groupsMovedBy(attributes, reads);
  if (moved.length === 0) return null;
  const { rows, complete, message } = await reads.groups(user?.externalId ?? subject.externalId);
  if (!complete) throw partial(`groups of the user (${message ?? 'part of a list'})`, reads.directory.key);
  const lost = moved.filter(({ externalId }) => rows.some(({ groupId }) => sameId(groupId, externalId)));
  const [first, ...more] = lost;
  if (first === undefined) return null;
  return more.length > 0 ? { kind: 'SIGN_IN' } : { kind: 'THROUGH', groupId: first.externalId };
}
