import type { ProviderError } from '../../upstream/settings.ts';
import type { UpstreamErrorDetail } from '../../upstream/upstream-error.ts';
import type { Members } from '../rows.ts';
import { isObject, objects, text } from '../rows.ts';

/** A message is for people; more of it than this is not worth carrying. */
const MESSAGE_LENGTH = 300;

/**
 * Keycloak's three envelopes: `{ errorMessage, field }` of its admin API, `{ error, error_description }` of OAuth and of what it did
 * not expect, `{ errors: [{ field, errorMessage }] }` of a user profile that does not validate. Other bodies say nothing.
 */
export function parseKeycloakError(_status: number, body: unknown): ProviderError {
  if (!isObject(body)) return {};
  const several = objects(body, 'errors').map(toDetail);
  const own = toDetail(body);
  return {
    providerCode: codeOf(body),
    details: own.message === undefined ? several : [own, ...several],
  };
}

/** `error` is a code (`invalid_grant`) in one place and a sentence ("User not found") in another. */
function codeOf(body: Members): string | undefined {
  const error = text(body, 'error');
  return error !== null && /^[\w.-]{1,64}$/.test(error) ? error : undefined;
}

function toDetail(said: Members): UpstreamErrorDetail {
  const target = text(said, 'field');
  const sentence = codeOf(said) === undefined ? text(said, 'error') : null;
  const message = text(said, 'errorMessage') ?? text(said, 'error_description') ?? sentence;
  return {
    ...(target === null ? {} : { target }),
    ...(message === null ? {} : { message: message.slice(0, MESSAGE_LENGTH) }),
  };
}
