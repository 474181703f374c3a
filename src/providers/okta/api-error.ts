import type { ProviderError } from '../../upstream/settings.ts';
import { isObject, objects, text } from '../rows.ts';
import { resetsInMs } from './rate-limit.ts';

/** A cause is for people; more of it than this is not worth carrying. */
const MESSAGE_LENGTH = 300;

/** Okta's error envelope `{ errorCode, errorSummary, errorId, errorCauses[{ errorSummary }] }`; other bodies say nothing. */
export function parseOktaError(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): ProviderError {
  const retryAfterMs = status === 429 ? resetsInMs(headers) : undefined;
  if (!isObject(body)) return { retryAfterMs };
  return {
    providerCode: text(body, 'errorCode') ?? undefined,
    details: objects(body, 'errorCauses').flatMap((cause) => {
      const message = text(cause, 'errorSummary');
      return message === null ? [] : [{ message: message.slice(0, MESSAGE_LENGTH) }];
    }),
    providerErrorId: text(body, 'errorId') ?? undefined,
    retryAfterMs,
  };
}
