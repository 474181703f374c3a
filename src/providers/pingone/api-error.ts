import { parseRetryAfter } from '../../upstream/retry-after.ts';
import type { ProviderError } from '../../upstream/settings.ts';
import type { UpstreamErrorDetail } from '../../upstream/upstream-error.ts';
import type { Members } from '../rows.ts';
import { instant, isObject, object, objects, text } from '../rows.ts';

/** A detail's message is for people; more of it than this is not worth carrying. */
const MESSAGE_LENGTH = 300;

/** PingOne's error envelope `{ id, code, message, details[{ code, target, message, innerError }] }`; other bodies say nothing. */
export function parsePingOneError(
  _status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): ProviderError {
  if (!isObject(body)) return {};
  const details = objects(body, 'details');
  return {
    providerCode: text(body, 'code') ?? undefined,
    details: details.map(toDetail),
    providerErrorId: text(body, 'id') ?? undefined,
    retryAfterMs: retryAfterMs(details, headers),
  };
}

function toDetail(detail: Members): UpstreamErrorDetail {
  const code = text(detail, 'code');
  const target = text(detail, 'target');
  const message = text(detail, 'message');
  return {
    ...(code === null ? {} : { code }),
    ...(target === null ? {} : { target }),
    ...(message === null ? {} : { message: message.slice(0, MESSAGE_LENGTH) }),
  };
}

/**
 * `innerError.retryAfter` is a date and time by PingOne's own clock, which the answer's `Date` tells without its fraction of a
 * second: the wait may be up to a second shorter than their difference. Where `Retry-After` lies within that second, it is what is
 * meant, and nothing is added to it.
 */
function retryAfterMs(
  details: readonly Members[],
  headers: Readonly<Record<string, string>>,
): number | undefined {
  const until = details
    .map((detail) => instant(object(detail, 'innerError') ?? {}, 'retryAfter'))
    .find((at) => at !== null);
  const now = Date.parse(headers['date'] ?? '');
  if (until === undefined || until === null || Number.isNaN(now)) return undefined;
  const longest = Math.max(0, until.getTime() - now);
  const header = parseRetryAfter(headers['retry-after'], now) ?? 0;
  return header > longest - 1_000 && header > 0 ? undefined : longest;
}
