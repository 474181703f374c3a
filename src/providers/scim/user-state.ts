import type { UserStatus } from '../../model/user.ts';
import type { Members } from '../rows.ts';

interface UserState {
  readonly status: UserStatus;
  readonly rawStatus: string;
  readonly enabled: boolean | null;
}

/**
 * `active` is all that the core schema says of a state (RFC 7643 section 4.1.1), and it may be left out: then nothing is known.
 * So it is for texts such as "True", which some services store as they were written: what they do by it cannot be told.
 */
export function userState(user: Members): UserState {
  const active = user['active'] ?? null;
  if (active === true) return { status: 'ACTIVE', rawStatus: 'active=true', enabled: true };
  if (active === false) return { status: 'SUSPENDED', rawStatus: 'active=false', enabled: false };
  const said = active === null ? '?' : JSON.stringify(active).slice(0, 40);
  return { status: 'UNKNOWN', rawStatus: `active=${said}`, enabled: null };
}
