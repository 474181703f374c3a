import type { ProviderError } from '../../upstream/settings.ts';
import type { UpstreamErrorDetail } from '../../upstream/upstream-error.ts';
import type { Members } from '../rows.ts';
import { isObject, object, objects, text } from '../rows.ts';

/** A detail's message is for people; more of it than this is not worth carrying. */
const MESSAGE_LENGTH = 300;

/** Reasons for which Google says 403 to mean 429 (Directory API, "Limits and quotas"); every other 403 is a denial. */
const THROTTLES: ReadonlySet<string> = new Set([
  'userRateLimitExceeded',
  'rateLimitExceeded',
  'RATE_LIMIT_EXCEEDED',
  'quotaExceeded',
]);

/** Google's envelope `{ error: { code, message, errors: [{ domain, reason, message }], status, details } }`; other bodies say nothing. */
export function parseGoogleError(status: number, body: unknown): ProviderError {
  if (!isObject(body)) return {};
  const error = object(body, 'error');
  if (error === null) return {};
  const errors = objects(error, 'errors');
  const reasons = [...errors, ...objects(error, 'details')].flatMap((entry) => text(entry, 'reason') ?? []);
  return {
    providerCode: reasons[0] ?? text(error, 'status') ?? undefined,
    details: errors.map(toDetail),
    throttled: status === 403 && reasons.some((reason) => THROTTLES.has(reason)),
  };
}

function toDetail(entry: Members): UpstreamErrorDetail {
  const code = text(entry, 'reason');
  const target = text(entry, 'location');
  const message = text(entry, 'message');
  return {
    ...(code === null ? {} : { code }),
    ...(target === null ? {} : { target }),
    ...(message === null ? {} : { message: message.slice(0, MESSAGE_LENGTH) }),
  };
}
