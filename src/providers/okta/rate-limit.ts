import type { Quota } from '../../upstream/settings.ts';

type Headers = Readonly<Record<string, string>>;

/** Okta counts by the minute; a reset that is further away than two comes of clocks that disagree. */
const LONGEST_MS = 120_000;
/** What Okta's own clients add, since the header is cut to whole seconds. */
const MARGIN_MS = 1_000;

/**
 * `X-Rate-Limit-*` of an answer (Okta, "Rate limits"): calls that the bucket of this route allows in a minute, those that are
 * left, and when it is filled again. The limit 0 stands for calls at one time and says nothing of any bucket.
 */
export function readOktaQuota(headers: Headers, now: number): Quota | undefined {
  const limit = whole(headers['x-rate-limit-limit']);
  const remaining = whole(headers['x-rate-limit-remaining']);
  const wait = resetsInMs(headers, now);
  if (limit === undefined || limit === 0 || remaining === undefined || wait === undefined) return undefined;
  return { limit, remaining, resetsInMs: wait };
}

/**
 * Milliseconds until the reset that an answer names, by Okta's own clock where the answer tells it (`Date`): ours may differ.
 * Too many calls at one time are told so as well, with a reset that is only a suggestion.
 */
export function resetsInMs(headers: Headers, now?: number): number | undefined {
  const reset = whole(headers['x-rate-limit-reset']);
  const sent = Date.parse(headers['date'] ?? '');
  const from = Number.isNaN(sent) ? now : sent;
  if (reset === undefined || from === undefined) return undefined;
  return Math.min(LONGEST_MS, Math.max(0, reset * 1_000 - from) + MARGIN_MS);
}

function whole(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
