import { afterFailure, backoffMs } from './backoff.ts';
import { type ClientAuthentication, tokenRequest } from './client-authentication.ts';
import { type Clock, systemClock } from './clock.ts';
import { parseRetryAfter } from './retry-after.ts';
import { sleep } from './sleep.ts';
import {
  adviceFor,
  parseTokenUrl,
  readTokenGrant,
  readTokenRefusal,
  type TokenGrant,
} from './token-answer.ts';
import { TokenKeeper } from './token-keeper.ts';
import type { TokenSource } from './token-source.ts';
import type { HttpAnswer, Transport } from './transport.ts';
import { createUndiciTransport } from './undici-transport.ts';
import { UpstreamError, type UpstreamErrorCode, type UpstreamErrorFacts } from './upstream-error.ts';

export type ClientCredentialsSettings = ClientAuthentication & {
  /** The directory's key: names it in errors. */
  readonly directory: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Separated by blanks; left out: whatever the provider gives by itself. */
  readonly scope?: string;
  /** Milliseconds within which a token must be there, retries included. Default 15,000. */
  readonly withinMs?: number;
  /** For tests: time, chance and the wire. */
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly transport?: Transport;
};

const route = 'POST {token endpoint}';

/**
 * Tokens by the client credentials grant (RFC 6749 section 4.4): asked once however many wait, renewed in the background before
 * they end, and once more when the provider refuses one.
 * @throws {TypeError} when the token address is unusable.
 */
export function createClientCredentials(settings: ClientCredentialsSettings): TokenSource {
  const clock = settings.clock ?? systemClock;
  const random = settings.random ?? Math.random;
  const url = parseTokenUrl(settings.tokenUrl);
  const transport =
    settings.transport ?? createUndiciTransport({ origin: url.origin, connections: 2, timeouts: {}, clock });
  const closing = new AbortController();

  const failure = (
    code: UpstreamErrorCode,
    message: string,
    facts: Partial<UpstreamErrorFacts> = {},
  ): UpstreamError =>
    new UpstreamError({
      ...facts,
      code,
      message: `${settings.directory}: ${route}: ${message}`,
      directory: settings.directory,
      route,
    });

  const refusal = (answer: HttpAnswer): UpstreamError => {
    const { status } = answer;
    const providerCode = readTokenRefusal(answer);
    const facts = { status, ...(providerCode === undefined ? {} : { providerCode }) };
    if (status === 429 || status >= 500) {
      const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], clock.now());
      return failure(
        status === 429 ? 'RATE_LIMITED' : 'UNREACHABLE',
        `expected a token, received ${status}: the token endpoint cannot serve us now; ask again later`,
        { ...facts, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
      );
    }
    const received = providerCode === undefined ? `${status}` : `${status} ${providerCode}`;
    return failure(
      'UNAUTHORIZED',
      `expected a token, received ${received}: ${adviceFor(providerCode)}`,
      facts,
    );
  };

  const ask = async (deadline: number): Promise<TokenGrant> => {
    let request: Awaited<ReturnType<typeof tokenRequest>>;
    try {
      request = await tokenRequest(settings, clock.now());
    } catch (error) {
      throw failure(
        'UNAUTHORIZED',
        error instanceof Error ? error.message : 'the client assertion could not be made',
      );
    }
    const result = await transport.send({
      method: 'POST',
      path: url.pathname + url.search,
      headers: { ...request.headers, accept: 'application/json', 'accept-encoding': 'identity' },
      body: request.body,
      maxBodyBytes: 100_000,
      signal: closing.signal,
      deadline,
    });
    if (result.kind === 'failure') {
      if (result.reason === 'cancelled') throw failure('CANCELLED', 'the directory is being closed');
      const late = result.reason.endsWith('timeout') || result.reason === 'deadline';
      throw failure(
        late ? 'TIMED_OUT' : 'UNREACHABLE',
        `expected a token, received no answer (${result.reason}): check the token address and the network`,
        { cause: result.error },
      );
    }
    if (result.status < 200 || result.status >= 300) throw refusal(result);
    const grant = readTokenGrant(result);
    if (typeof grant !== 'string') return grant;
    throw failure('UNAUTHORIZED', `expected a bearer token, received ${grant}: check the token address`, {
      status: result.status,
    });
  };

  /** The grant may be asked for twice without harm, so all that passes by itself is tried again. */
  const askUntilAnswered = async (): Promise<TokenGrant> => {
    const deadline = clock.monotonic() + (settings.withinMs ?? 15_000);
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(deadline);
      } catch (error) {
        if (!(error instanceof UpstreamError) || !error.retryable || tries >= 6) throw error;
        const wait = Math.max(backoffMs(afterFailure, tries, random), error.facts.retryAfterMs ?? 0);
        if (clock.monotonic() + wait >= deadline) throw error;
        if (!(await sleep(clock, wait, [closing.signal]))) throw error;
      }
    }
  };

  const keeper = new TokenKeeper(askUntilAnswered, clock, failure);
  return {
    held: () => keeper.held(),
    get: (wait) => keeper.get(wait),
    renew: (refused, wait) => keeper.renew(refused, wait),
    async close() {
      closing.abort();
      await transport.close();
    },
  };
}
