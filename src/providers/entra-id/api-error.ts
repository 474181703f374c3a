import type { ProviderError } from '../../upstream/settings.ts';
import { isObject, object, text } from '../rows.ts';

/** A message is for people; more of it than this is not worth carrying. */
const MESSAGE_LENGTH = 300;

/**
 * Graph's error envelope `{ error: { code, message, innerError: { request-id, date } } }`; other bodies say nothing. What to do
 * depends on code and status only: messages change.
 */
export function parseGraphError(_status: number, body: unknown): ProviderError {
  const error = isObject(body) ? object(body, 'error') : null;
  if (error === null) return {};
  const code = text(error, 'code') ?? undefined;
  const message = text(error, 'message');
  const inner = object(error, 'innerError') ?? object(error, 'innererror') ?? {};
  return {
    providerCode: code,
    details: message === null || message === '' ? undefined : [{ message: message.slice(0, MESSAGE_LENGTH) }],
    providerErrorId: text(inner, 'request-id') ?? undefined,
  };
}
