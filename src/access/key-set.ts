import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { AuthenticationError } from './authentication-error.ts';

/** After a read, good or bad, the keys are not asked for again so soon, whatever key ids tokens name. */
const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 600_000;
/** While an issuer cannot be reached, keys that were read before stay good for so long. */
const STALE_MS = 86_400_000;
const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 100;

export interface KeySetOptions {
  readonly now?: () => number;
  readonly timeoutMs?: number;
}

/** The public keys of an issuer, read when they are needed and kept. @throws {AuthenticationError} `AUTH_UNAVAILABLE`. */
export function issuerKeys(
  uri: URL,
  { now = Date.now, timeoutMs = 5_000 }: KeySetOptions = {},
): JWTVerifyGetKey {
  let good: { readonly text: string; readonly at: number } | null = null;
  let failed: { readonly error: unknown; readonly at: number } | null = null;

  return createRemoteJWKSet(uri, {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: MAX_AGE_MS,
    timeoutDuration: timeoutMs,
    [customFetch]: async (address, options) => {
      if (failed === null || now() - failed.at >= COOLDOWN_MS) {
        try {
          good = { text: await readKeys(address, options), at: now() };
          failed = null;
        } catch (error) {
          failed = { error, at: now() };
        }
      }
      if (good === null || (failed !== null && now() - good.at >= STALE_MS)) {
        throw new AuthenticationError(
          "The keys of the token's issuer cannot be read now. Try again; the operator finds why in the log.",
          { code: 'AUTH_UNAVAILABLE', cause: failed?.error },
        );
      }
      return new Response(good.text, { headers: { 'content-type': 'application/json' } });
    },
  });
}

/** Only public keys: a shared secret in a public set is nobody's. */
async function readKeys(address: string, options: RequestInit): Promise<string> {
  const response = await fetch(address, { ...options, redirect: 'error' });
  if (response.status !== 200) throw new Error(`Expected keys with status 200; received ${response.status}.`);
  const text = await shortText(response);
  const set: unknown = JSON.parse(text);
  const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS) {
    throw new Error(`Expected a set of 1 to ${MAX_KEYS} keys (RFC 7517).`);
  }
  return JSON.stringify({ keys: keys.filter(isPublicKey) });
}

function isPublicKey(key: unknown): boolean {
  return typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct';
}

async function shortText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`Expected keys of at most ${MAX_BYTES} bytes.`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
