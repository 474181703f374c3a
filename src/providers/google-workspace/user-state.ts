import type { User } from '../../model/user.ts';
import type { Members } from '../rows.ts';
import { flag, instant, text } from '../rows.ts';
import { isEpoch } from './google-time.ts';

type UserState = Pick<
  User,
  | 'status'
  | 'rawStatus'
  | 'enabled'
  | 'canAuthenticate'
  | 'passwordChangeRequired'
  | 'managedElsewhere'
  | 'stateChangedAt'
>;

/**
 * Google keeps switches beside each other: deleted (for 20 days, listed apart), archived, suspended. Somebody who is archived
 * cannot sign in, whether suspended or not. Without one of the two switches nothing is certain of somebody who is there. Locks are not
 * shown. @param removed whether the list is one of those who were deleted.
 */
export function userState(user: Members, pendingUntilFirstSignIn: boolean, removed = false): UserState {
  const deletedAt = instant(user, 'deletionTime');
  const deleted = removed || (user['deletionTime'] ?? null) !== null;
  const archived = flag(user, 'archived');
  const suspended = flag(user, 'suspended');
  const status = statusOf(user, { deleted, archived, suspended, pendingUntilFirstSignIn });
  const enabled =
    deleted || archived === true ? false : archived === null || suspended === null ? null : !suspended;
  return {
    status,
    rawStatus: rawStatusOf(user, deleted),
    enabled,
    canAuthenticate: enabled === false ? false : null,
    passwordChangeRequired: flag(user, 'changePasswordAtNextLogin'),
    managedElsewhere: null,
    stateChangedAt: changedAt(user, { deletedAt, archived, suspended }),
  };
}

interface Switches {
  readonly deleted: boolean;
  readonly archived: boolean | null;
  readonly suspended: boolean | null;
  readonly pendingUntilFirstSignIn: boolean;
}

function statusOf(user: Members, switches: Switches): User['status'] {
  const { deleted, archived, suspended, pendingUntilFirstSignIn } = switches;
  if (deleted || archived === true) return 'DEPROVISIONED';
  if (archived === null || suspended === null) return 'UNKNOWN';
  if (suspended) return 'SUSPENDED';
  const neverIn = isEpoch(user['lastLoginTime']) && flag(user, 'agreedToTerms') !== true;
  return pendingUntilFirstSignIn && neverIn ? 'PENDING' : 'ACTIVE';
}

/** `suspensionReason` is there only while somebody is suspended: ADMIN, or Google itself (ABUSE, UNDER13, WEB_LOGIN_REQUIRED). */
function rawStatusOf(user: Members, deleted: boolean): string {
  const reason = text(user, 'suspensionReason');
  return [
    `suspended=${flag(user, 'suspended') ?? '?'}`,
    ...(reason === null ? [] : [`suspensionReason=${reason}`]),
    `archived=${flag(user, 'archived') ?? '?'}`,
    ...(deleted ? ['deleted=true'] : []),
  ].join(' ');
}

function changedAt(
  user: Members,
  {
    deletedAt,
    archived,
    suspended,
  }: {
    readonly deletedAt: Date | null;
    readonly archived: boolean | null;
    readonly suspended: boolean | null;
  },
): Date | null {
  if (deletedAt !== null) return deletedAt;
  if (archived === true) return instant(user, 'archivalTime');
  return suspended === true ? instant(user, 'suspensionTime') : null;
}
