/** How long to wait before the next try: grows threefold, so that the first try is soon and a short outage is outlived. */
export interface Backoff {
  /** The longest first wait, in milliseconds. */
  readonly firstMs: number;
  readonly factor: number;
  readonly longestMs: number;
}

/** After a failure. Five waits together are some two and a half seconds. */
export const afterFailure: Backoff = { firstMs: 20, factor: 3, longestMs: 5_000 };

/** After a refusal (429) that named no time. */
export const afterRefusal: Backoff = { firstMs: 1_000, factor: 2, longestMs: 30_000 };

/** After a refusal that named no time, of a call alone: others are accepted meanwhile. */
export const afterStray: Backoff = { firstMs: 100, factor: 3, longestMs: 30_000 };

/** Milliseconds before try `tries + 1`; the upper half is left to chance, so that callers who failed together don't return together. */
export function backoffMs(backoff: Backoff, tries: number, random: () => number): number {
  const longest = Math.min(backoff.longestMs, backoff.firstMs * backoff.factor ** Math.max(0, tries - 1));
  return longest * (0.5 + random() / 2);
}
