import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { JWK } from 'jose';
import { Tokens } from './access/tokens.ts';
import { openAdminEnvironment } from './further-environment.ts';
import { generateTenant } from './generate/generate-tenant.ts';
import { FaultSwitch } from './http/faults.ts';
import { handleRequest } from './http/handle-request.ts';
import { RateLimiter } from './http/rate-limiter.ts';
import { RequestCounters } from './http/requests.ts';
import { RESOURCES } from './resources/resources.ts';
import { Router } from './router.ts';
import { routesOf } from './routes.ts';
import type { SandboxSettings, SettingsInput } from './settings.ts';
import { settingsFrom } from './settings.ts';
import type { Tenant, TenantOptions } from './tenant.ts';
import { World } from './world.ts';

export interface SandboxOptions extends TenantOptions {
  /** Default 0: one that is free. The address is always 127.0.0.1. */
  readonly port?: number;
  /** Serve this tenant instead of a generated one. */
  readonly tenant?: Tenant;
  readonly settings?: SettingsInput;
  /** Short for `settings.tokenLifetimeSeconds`; default 3600, as PingOne's. */
  readonly tokenLifetimeSeconds?: number;
  /** Milliseconds since the epoch: token expiry, rate limits, report ages and timestamps follow it. Default `Date.now`. */
  readonly clock?: () => number;
  /**
   * Nobody changes rows by hand without `world.touch()`: answers then come from what is kept until the next change, at a fraction of
   * the price in a large tenant. Default false.
   */
  readonly changesAreTold?: boolean;
  /** The public key of a worker application that authenticates with PRIVATE_KEY_JWT. */
  readonly assertionKey?: JWK;
}

/** A simulated PingOne that runs on loopback. */
export interface Sandbox {
  /** The base of the API, with `/v1`. */
  readonly apiUrl: string;
  /** The base of the token endpoint, which is `<authUrl>/<environment>/as/token`. */
  readonly authUrl: string;
  readonly tenant: Tenant;
  /** Change them while it runs. */
  readonly settings: SandboxSettings;
  readonly requests: RequestCounters;
  readonly faults: FaultSwitch;
  readonly tokens: Tokens;
  /** The tenant with what is derived from it; `world.touch()` after changing rows by hand. */
  readonly world: World;
  /** Ends all connections, also those with a request in flight. */
  close(): Promise<void>;
}

/** Starts a sandbox. Ready to answer when the promise resolves; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? Date.now;
  const tenant = options.tenant ?? generateTenant(options);
  const settings = settingsFrom({
    ...(options.tokenLifetimeSeconds === undefined
      ? {}
      : { tokenLifetimeSeconds: options.tokenLifetimeSeconds }),
    ...options.settings,
  });
  const world = new World(tenant, settings, clock);
  world.changesAreTold = options.changesAreTold ?? false;
  openAdminEnvironment(world);
  const tokens = new Tokens(clock);
  const requests = new RequestCounters();
  const faults = new FaultSwitch();
  const service = {
    world,
    router: new Router(routesOf(RESOURCES)),
    limiter: new RateLimiter(settings, clock),
    faults,
    requests,
    tokenEndpoint: {
      tenant,
      settings,
      tokens,
      clock,
      ...(options.assertionKey === undefined ? {} : { assertionKey: options.assertionKey }),
    },
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    response.on('error', ignore);
    try {
      handleRequest(service, request, response);
    } catch {
      response.destroy();
    }
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const authUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${authUrl}/v1`,
    authUrl,
    tenant,
    settings,
    requests,
    faults,
    tokens,
    world,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A client that goes away in the middle is no error of ours. */
function ignore(): void {}
