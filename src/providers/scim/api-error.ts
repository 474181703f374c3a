import type { ProviderError } from '../../upstream/settings.ts';
import { isObject, text } from '../rows.ts';

/** `detail` is for people; more of it than this is not worth carrying. */
const DETAIL_LENGTH = 300;

/** SCIM's error `{ schemas, status, scimType, detail }` (RFC 7644 section 3.12; `status` is a text); other bodies say nothing. */
export function parseScimError(_status: number, body: unknown): ProviderError {
  if (!isObject(body)) return {};
  const code = text(body, 'scimType');
  const detail = text(body, 'detail');
  return {
    ...(code !== null && /^\w{1,40}$/.test(code) ? { providerCode: code } : {}),
    ...(detail === null ? {} : { details: [{ message: detail.slice(0, DETAIL_LENGTH) }] }),
  };
}
