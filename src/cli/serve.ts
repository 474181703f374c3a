import { pino } from 'pino';
import { createAuthenticator } from '../access/authenticate.ts';
import { createStillGood } from '../access/still-good.ts';
import type { GatewayConfig } from '../config.ts';
import type { Directory } from '../directory/directory.ts';
import { startDoor } from '../door.ts';
import { createExplorer } from '../explorer.ts';
import { createMetrics } from '../plugins/use-metrics.ts';
import { createGateway } from '../server.ts';
import { connectDirectories } from './connect.ts';
import { startEmbeddedSandbox } from './embedded-sandbox.ts';
import { IdentityService } from '../identities/identity-service.ts';
import type { Output } from './output.ts';
import { openServices } from './open-services.ts';
import { createPulse } from './pulse.ts';
import { createReadiness } from './readiness.ts';
import { showSweeps } from './sweep-progress.ts';

/** A running gateway. */
export interface Serving {
  readonly url: string;
  readonly directories: readonly Directory[];
  close(): Promise<void>;
}

/** Starts the gateway, with the sandbox where nothing is configured. @throws {DoorError} when the port cannot be had. */
export async function serve(config: GatewayConfig, output: Output): Promise<Serving> {
  const log = pino({ level: config.server.logLevel }, pino.destination({ dest: 2, sync: false }));
  for (const warning of config.warnings) output.error(`Warning: ${warning}`);
  const embedded = config.sandbox ? await startEmbeddedSandbox() : null;
  const metrics = createMetrics();
  const pulse = createPulse((message) => log.warn(message));
  const directories = connectDirectories(embedded?.config ?? config, (exchange) => {
    metrics.onExchange(exchange);
    pulse.onExchange(exchange);
  });
  metrics.watch(directories, (key) => pulse.silentSince(key) === null);
  showSweeps(directories, output, process.stderr.isTTY);

  const services = await openServices(
    {
      url: config.server.databaseUrl?.reveal() ?? null,
      // What was done to a simulated directory ends with it.
      directory: config.sandbox ? null : config.server.dataDirectory,
      whenNeeded: config.sandbox,
      settings: config.actions,
      ...(config.access !== null && { stillGood: createStillGood(config.access) }),
    },
    directories,
    log,
  ).catch(async (error: unknown) => {
    await Promise.all(directories.map((directory) => directory.close()));
    await embedded?.close();
    throw error;
  });
  const identities = new IdentityService({
    directories,
    links: services.actions.links,
    settings: { ...config.identities, ...embedded?.identities },
  });
  const gateway = createGateway({
    directories,
    actions: services.actions,
    identities,
    log,
    findingSettings: config.findings,
    ...(config.access !== null && { authenticate: createAuthenticator(config.access) }),
    plugins: [metrics.plugin],
    explorer: createExplorer(
      directories[0]?.key ?? '',
      embedded?.someUsername ?? 'somebody',
      embedded?.someLeaver ?? undefined,
    ),
  });
  const readiness = createReadiness(directories, pulse);
  const leave = async (): Promise<void> => {
    readiness.stop();
    identities.close();
    await services.close();
    await Promise.all(directories.map((directory) => directory.close()));
    await embedded?.close();
  };
  const door = await startDoor({
    host: config.server.host,
    port: config.server.port,
    allowedHosts: [...config.server.allowedHosts, `${config.server.host}:${config.server.port}`],
    handler: gateway.handler,
    ready: readiness.check,
    metrics: () => metrics.text(),
    onError: (error) => log.error({ err: error }, 'A request failed outside GraphQL.'),
  }).catch(async (error: unknown) => {
    // The sandbox would keep the process alive behind a closed door.
    await leave();
    throw error;
  });
  output.line(announcement(config, directories, `${door.url}/graphql`));
  services.start();
  readiness.start((message) => output.error(message));
  return {
    url: door.url,
    directories,
    close: async () => {
      readiness.stop();
      await door.close();
      await leave();
    },
  };
}

function announcement(config: GatewayConfig, directories: readonly Directory[], address: string): string {
  if (config.sandbox) {
    return `Nothing is configured: simulated directories answer (PingOne with 2,000 people, Okta, SCIM). Open ${address}`;
  }
  const names = directories.map(({ key, writable }) => `${key} (${writable ? 'writable' : 'read-only'})`);
  // Nobody has answered yet: whether the credential is taken shows in the checks that follow.
  return `Serving ${names.join(', ')}. Open ${address}`;
}
