import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TokenEndpoint } from '../access/token-endpoint.ts';
import type { Match, Router } from '../router.ts';
import type { Route } from '../routes.ts';
import type { World } from '../world.ts';
import type { Address } from './address.ts';
import { addressOf } from './address.ts';
import type { AuthHostAddress } from './auth-host.ts';
import { addressOnAuthHost } from './auth-host.ts';
import type { FaultSwitch } from './faults.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RequestCounters } from './requests.ts';

/** What every path of the management API begins with. */
export const API = '/v1';

/** Everything that a request meets. */
export interface Service {
  readonly world: World;
  readonly router: Router<Route>;
  readonly limiter: RateLimiter;
  readonly faults: FaultSwitch;
  readonly requests: RequestCounters;
  readonly tokenEndpoint: TokenEndpoint;
}

/** One request on its way: what is known of it before anything is decided. */
export interface Arrival {
  readonly method: string;
  readonly address: Address;
  readonly match: Match<Route> | undefined;
  readonly authHost: AuthHostAddress | undefined;
  readonly template: string;
  readonly transactionId: string;
}

/** @throws {TypeError} for an address that is none. */
export function arrivalOf(service: Service, request: IncomingMessage): Arrival {
  const address = addressOf(request.url ?? '/', request.headers.host ?? '127.0.0.1');
  const sent = request.headers['x-ping-external-transaction-id'];
  if (typeof sent === 'string') service.requests.sentTransactionId(sent);
  const isApi = address.path.startsWith(`${API}/`);
  const match = isApi ? service.router.match(address.path.slice(API.length)) : undefined;
  const authHost = isApi ? undefined : addressOnAuthHost(address.path);
  const template = match?.template ?? authHost?.template ?? '(unknown path)';
  return {
    method: request.method ?? 'GET',
    address,
    match,
    authHost,
    template,
    transactionId: typeof sent === 'string' ? sent : randomUUID(),
  };
}
