import type { UserStatus } from '../../model/user.ts';
import type { Members } from '../rows.ts';
import { flag, presence, text } from '../rows.ts';

interface UserState {
  readonly status: UserStatus;
  readonly rawStatus: string;
}

/**
 * Entra ID has one switch, `accountEnabled`; a guest has besides it an invitation that may not be accepted yet. Locks after wrong
 * passwords ("smart lockout") are not told. A record without the switch, which Graph leaves out unless it is selected, is not known
 * to be in any state.
 */
export function userState(user: Members, removed: boolean): UserState {
  const enabled = flag(user, 'accountEnabled');
  const invitation =
    text(user, 'externalUserState') ?? (presence(user, 'externalUserState') === 'INVALID' ? '?' : null);
  const words = [
    ...(removed ? ['deleted'] : []),
    `accountEnabled=${enabled ?? '?'}`,
    ...(invitation === null ? [] : [`externalUserState=${invitation}`]),
  ];
  return { status: removed ? 'DEPROVISIONED' : statusOf(enabled, invitation), rawStatus: words.join(' ') };
}

function statusOf(enabled: boolean | null, invitation: string | null): UserStatus {
  if (enabled === null) return 'UNKNOWN';
  if (!enabled) return 'SUSPENDED';
  if (invitation === null || invitation === '' || invitation === 'Accepted') return 'ACTIVE';
  return invitation === 'PendingAcceptance' ? 'PENDING' : 'UNKNOWN';
}
