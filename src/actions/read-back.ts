import { messageOf } from '../directory/fact-of.ts';
import type { User } from '../model/user.ts';
import { isEnabled } from './user-enabled.ts';

export type Seen =
  /** The fresh state shows what was wanted. */
  | { readonly state: 'AS_WANTED'; readonly user: User }
  /** The fresh state shows the opposite, also at the last look. */
  | { readonly state: 'OTHERWISE'; readonly user: User }
  | { readonly state: 'GONE' }
  /** It could not be read, or does not say. */
  | { readonly state: 'UNKNOWN'; readonly user: User | null; readonly message: string };

/**
 * Looks at what became of a change until it shows, at most once after each of `delaysMs`. Only the last look counts for
 * anything but success: a provider's replicas may lag behind.
 */
export async function readBack(
  wanted: boolean,
  read: () => Promise<User | null>,
  delaysMs: readonly number[],
  sleep: (ms: number) => Promise<void>,
): Promise<Seen> {
  let seen: Seen = { state: 'UNKNOWN', user: null, message: 'it was not read back' };
  for (const delay of delaysMs) {
    if (delay > 0) await sleep(delay);
    seen = await look(wanted, read);
    if (seen.state === 'AS_WANTED') return seen;
  }
  return seen;
}

async function look(wanted: boolean, read: () => Promise<User | null>): Promise<Seen> {
  try {
    const user = await read();
    if (user === null) return { state: 'GONE' };
    const enabled = isEnabled(user);
    if (enabled === null)
      return { state: 'UNKNOWN', user, message: `the directory does not say (${user.rawStatus})` };
    return { state: enabled === wanted ? 'AS_WANTED' : 'OTHERWISE', user };
  } catch (error) {
    return { state: 'UNKNOWN', user: null, message: messageOf(error) };
  }
}
