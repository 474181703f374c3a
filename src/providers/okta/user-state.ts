import type { User, UserStatus } from '../../model/user.ts';
import type { Members } from '../rows.ts';
import { instant, presence, text } from '../rows.ts';

/** Okta's states (API reference, "User status"). An expired or forgotten password is asked for at the next sign-on: no lock. */
const STATUSES: ReadonlyMap<string, UserStatus> = new Map([
  ['ACTIVE', 'ACTIVE'],
  ['PASSWORD_EXPIRED', 'ACTIVE'],
  ['RECOVERY', 'ACTIVE'],
  ['STAGED', 'PENDING'],
  ['PROVISIONED', 'PENDING'],
  ['LOCKED_OUT', 'LOCKED'],
  ['SUSPENDED', 'SUSPENDED'],
  ['DEPROVISIONED', 'DEPROVISIONED'],
]);

const MUST_CHANGE: ReadonlySet<string> = new Set(['PASSWORD_EXPIRED', 'RECOVERY']);

/** Okta's words for one of our states. */
export function rawStatusesOf(status: UserStatus): readonly string[] {
  return [...STATUSES].flatMap(([raw, ours]) => (ours === status ? [raw] : []));
}

type UserState = Pick<
  User,
  'status' | 'rawStatus' | 'enabled' | 'canAuthenticate' | 'passwordChangeRequired' | 'stateChangedAt'
>;

/**
 * The state of an account. Okta works it out at events, such as a sign-on: a password that ran out since the last one still shows
 * as ACTIVE (API reference, "User status"). `transitioningToStatus` names where a change leads that is not over yet.
 */
export function userState(user: Members): UserState {
  const raw = text(user, 'status');
  const status = STATUSES.get(raw ?? '') ?? 'UNKNOWN';
  const leadsTo = text(user, 'transitioningToStatus');
  return {
    status,
    rawStatus: `${raw ?? '?'}${leadsTo === null ? '' : ` transitioningToStatus=${leadsTo}`}`,
    enabled:
      leadsTo === null && presence(user, 'transitioningToStatus') === 'INVALID'
        ? null
        : isEnabled(status, leadsTo),
    canAuthenticate: status === 'UNKNOWN' ? null : status === 'ACTIVE',
    // What stands behind a lock or a suspension is not shown.
    passwordChangeRequired: status === 'ACTIVE' ? MUST_CHANGE.has(raw ?? '') : null,
    stateChangedAt: instant(user, 'statusChanged'),
  };
}

/** While an account is being deactivated or activated, nobody can say whether it has happened yet. */
function isEnabled(status: UserStatus, leadsTo: string | null): boolean | null {
  if (status === 'UNKNOWN') return null;
  const enabled = status !== 'SUSPENDED' && status !== 'DEPROVISIONED';
  const willBe = leadsTo === null ? enabled : leadsTo !== 'DEPROVISIONED';
  return willBe === enabled ? enabled : null;
}
