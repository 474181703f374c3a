import type { User } from '../model/user.ts';

/**
 * Whether sign-in is switched on for a user: the one question that suspending is about, whatever the vendor calls it.
 * A locked or pending user is switched on, though not able to sign in yet. Null: the state is not known.
 */
export function isEnabled({ enabled }: User): boolean | null {
  return enabled;
}

/** Whether this user surely could sign in now and act. */
export function isUsable(user: User): boolean {
  return user.status === 'ACTIVE' && user.canAuthenticate !== false;
}
