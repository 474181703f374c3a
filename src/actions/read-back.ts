import { messageOf } from '../directory/fact-of.ts';

export type Seen<S> =
  /** The fresh state shows what was wanted. */
  | { readonly state: 'AS_WANTED'; readonly found: S | null }
  /** The fresh state shows otherwise, also at the last look. */
  | { readonly state: 'OTHERWISE'; readonly found: S | null }
  /** It could not be read, or does not say. */
  | { readonly state: 'UNKNOWN'; readonly found: S | null; readonly message: string };

/**
 * Looks at what became of a change until it shows, at most once after each of `delaysMs`. Only the last look counts for
 * anything but success: a provider's replicas may lag behind.
 */
export async function readBack<S>(
  asWanted: (found: S | null) => boolean | null,
  read: () => Promise<S | null>,
  delaysMs: readonly number[],
  sleep: (ms: number) => Promise<void>,
): Promise<Seen<S>> {
  let seen: Seen<S> = { state: 'UNKNOWN', found: null, message: 'it was not read back' };
  for (const delay of delaysMs) {
    if (delay > 0) await sleep(delay);
    seen = await look(asWanted, read);
    if (seen.state === 'AS_WANTED') return seen;
  }
  return seen;
}

async function look<S>(
  asWanted: (found: S | null) => boolean | null,
  read: () => Promise<S | null>,
): Promise<Seen<S>> {
  try {
    const found = await read();
    const answer = asWanted(found);
    if (answer === null) return { state: 'UNKNOWN', found, message: 'the directory does not say' };
    return { state: answer ? 'AS_WANTED' : 'OTHERWISE', found };
  } catch (error) {
    return { state: 'UNKNOWN', found: null, message: messageOf(error) };
  }
}
