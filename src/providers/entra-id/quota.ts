import type { Quota } from '../../upstream/settings.ts';

/** Resource units of the smallest tenants in ten seconds (Microsoft Graph, "Throttling limits"); larger ones have more. */
const UNITS = 3_500;
/** A list costs 2, a list of members 3, `$select` spares 1. */
const UNITS_OF_A_CALL = 2;
const WINDOW_MS = 10_000;
/** Past the whole quota Graph may still answer: who is really refused is told so, with a time. */
const LEAST_LEFT = 0.02;

/**
 * `x-ms-throttle-limit-percentage` is sent from 0.8 of the quota on, 1 being all of it: what is left is then spread over the window
 * before Graph refuses anything.
 */
export function readGraphQuota(headers: Readonly<Record<string, string>>): Quota | undefined {
  const used = Number(headers['x-ms-throttle-limit-percentage'] ?? Number.NaN);
  if (!(used > 0)) return undefined;
  const limit = UNITS / UNITS_OF_A_CALL;
  const remaining = Math.max(1, Math.round(limit * Math.max(LEAST_LEFT, 1 - used)));
  return { limit, remaining, resetsInMs: WINDOW_MS };
}
