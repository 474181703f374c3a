import type { RateLimitState } from '../upstream/call.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { StallWatch } from './stall-watch.ts';

/** One directory's part of an answer that several give together. */
export interface Part<T> {
  /** Key of the directory. */
  readonly directory: string;
  /** Whether its provider answers at all just now; left out: nothing is known of that. */
  readonly silence?: (() => Silence) | undefined;
  readonly read: () => Promise<T>;
}

export type Silence = Pick<RateLimitState, 'silentSince' | 'patienceMs' | 'lastFailure'>;

export interface TogetherOptions {
  /**
   * Milliseconds after the others for which a directory that does answer, but slowly, is waited for. Default 2,000; Infinity where
   * directories differ in size rather than in speed.
   */
  readonly slackMs?: number;
}

export type Settled<T> =
  | { readonly directory: string; readonly ok: true; readonly value: T }
  | { readonly directory: string; readonly ok: false; readonly error: unknown };

const defaultSlackMs = 2_000;
const secondLookMs = 1_000;
/** One for the process. */
const stalls = new StallWatch();

/**
 * Reads of several directories at once, in their order. One that fails is its own failure. One that answers nothing at all for
 * longer than it usually needs, or is still slow when the others have been done for a while, is left behind with `TIMED_OUT`,
 * or with what its calls have failed of just now: the others' answers do not wait for it. Its read goes on, so that what is found out of it serves the next question.
 */
export async function together<T>(
  parts: readonly Part<T>[],
  { slackMs = defaultSlackMs }: TogetherOptions = {},
): Promise<readonly Settled<T>[]> {
  const settled: (Settled<T> | undefined)[] = parts.map(() => undefined);
  let lastSettledAt = 0;
  let wake = nothing;
  parts.forEach(({ directory, read }, index) => {
    const settle = (end: Settled<T>): void => {
      settled[index] = end;
      lastSettledAt = Date.now();
      wake();
    };
    read().then(
      (value) => settle({ directory, ok: true, value }),
      (error: unknown) => settle({ directory, ok: false, error }),
    );
  });
  const unwatch = parts.length > 1 ? stalls.watch() : nothing;
  try {
    for (;;) {
      const missing = parts.filter((_, index) => settled[index] === undefined);
      if (missing.length === 0) break;
      const dueAt =
        missing.length === parts.length
          ? Infinity
          : Math.max(
              stalls.recoveredAt,
              ...missing.map(({ silence }) => dueOf(silence?.(), lastSettledAt, slackMs)),
            );
      if (Date.now() >= dueAt) break;
      await new Promise<void>((resolve) => {
        // Looked at again and again once somebody has answered: one may fall silent later.
        const waitMs = Math.min(dueAt - Date.now(), secondLookMs);
        const timer = missing.length < parts.length ? setTimeout(resolve, waitMs) : null;
        wake = () => {
          if (timer !== null) clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    unwatch();
  }
  return parts.map(
    ({ directory, silence }, index) =>
      settled[index] ?? {
        directory,
        ok: false,
        error: leftBehind(directory, silence?.().lastFailure ?? null),
      },
  );
}

/** From when on the others need not wait for it. */
function dueOf(
  { silentSince, patienceMs = defaultSlackMs }: Silence = {},
  lastSettledAt: number,
  slackMs: number,
): number {
  const slow = lastSettledAt + slackMs;
  if (silentSince === undefined || silentSince === null) return slow;
  return Math.min(slow, Math.max(lastSettledAt, silentSince.getTime() + patienceMs));
}

/** @param failure of the last try: what is known of why it does not answer. */
function leftBehind(directory: string, failure: UpstreamError | null): UpstreamError {
  const more = 'Ask for this directory alone to wait for it, or ask again.';
  if (failure !== null)
    return new UpstreamError({
      code: failure.code,
      message: `${failure.message} Its part was left out while it was being tried again. ${more}`,
      directory,
      route: failure.facts.route,
    });
  return new UpstreamError({
    code: 'TIMED_OUT',
    message: `"${directory}" had not answered when the other directories were done: its part is left out. ${more}`,
    directory,
    route: 'several directories together',
  });
}

function nothing(): void {}
