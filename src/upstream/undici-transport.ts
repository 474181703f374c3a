import { Pool } from 'undici';
import type { Clock } from './clock.ts';
import { ExchangeHandler } from './exchange-handler.ts';
import type { HttpResult, Transport, TransportTimeouts } from './transport.ts';

export interface UndiciTransportSettings {
  /** Scheme, host and port: everything goes there, redirects are not followed. */
  readonly origin: string;
  readonly connections: number;
  readonly timeouts: TransportTimeouts;
  readonly clock: Clock;
}

/**
 * One undici pool for one origin. Its owner never sends more than there are connections, so nothing waits inside the pool, where
 * it could not be called back. Limits of time are ours, because undici's have a resolution of a second.
 */
export function createUndiciTransport(settings: UndiciTransportSettings): Transport {
  const { origin, connections, clock } = settings;
  const timeouts = { connectMs: 3_000, headersMs: 10_000, bodyMs: 30_000, ...settings.timeouts };
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: timeouts.connectMs },
    keepAliveTimeout: 20_000,
    maxHeaderSize: 32 * 1024,
  });
  const underWay = new Set<(result: HttpResult) => void>();
  return {
    send(request) {
      return new Promise<HttpResult>((resolve) => {
        const settle = (result: HttpResult): void => {
          underWay.delete(settle);
          resolve(result);
        };
        underWay.add(settle);
        const handler = new ExchangeHandler(request, timeouts, clock, settle);
        if (handler.done) return;
        const { method, path, headers, body } = request;
        try {
          pool.dispatch({ method, path, headers, ...(body === undefined ? {} : { body }) }, handler);
        } catch (error) {
          handler.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
        }
      });
    },
    async close() {
      await pool.destroy();
      for (const settle of underWay) settle({ kind: 'failure', reason: 'cancelled', sent: true });
    },
  };
}
