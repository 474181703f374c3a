import { pino } from 'pino';
import { createAuthenticator } from '../access/authenticate.ts';
import { openUntilKeys } from '../access/open-until-keys.ts';
import { createStillGood } from '../access/still-good.ts';
import type { GatewayConfig } from '../config.ts';
import type { Directory } from '../directory/directory.ts';
import { startDoor, tryAddress } from '../door.ts';
import { createExplorer } from '../explorer.ts';
import { createExportAnswers } from '../exports/answer-export.ts';
import { ExportService } from '../exports/export-service.ts';
import { recordsOfHistory } from '../exports/finding-history-cells.ts';
import { SweptFindings } from '../findings/swept.ts';
import { createMetrics } from '../plugins/use-metrics.ts';
import { createGateway } from '../server.ts';
import { openSnapshotFiles } from '../store/snapshot-files.ts';
import type { Exchange } from '../upstream/call.ts';
import { announcement } from './announcement.ts';
import { connectDirectories } from './connect.ts';
import { startEmbeddedSandbox } from './embedded-sandbox.ts';
import { IdentityService } from '../identities/identity-service.ts';
import type { Output } from './output.ts';
import { keysFileOf } from './keys-file.ts';
import { loadSnapshotsSoon } from './load-snapshots.ts';
import { openServices } from './open-services.ts';
import { packageVersion } from './package-version.ts';
import { createPulse } from './pulse.ts';
import { createReadiness } from './readiness.ts';
import { showSweeps } from './sweep-progress.ts';
import { webhookReceivers } from './webhook-receivers.ts';

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
  await tryAddress(config.server);
  const embedded = config.sandbox ? await startEmbeddedSandbox() : null;
  const metrics = createMetrics();
  const pulse = createPulse((message) => log.warn(message));
  // What is known of a simulated directory ends with it, as it does.
  const snapshots = config.sandbox
    ? null
    : openSnapshotFiles({ directory: config.server.dataDirectory, version: packageVersion(), log });
  const onExchange = (exchange: Exchange): void => {
    metrics.onExchange(exchange);
    pulse.onExchange(exchange);
  };
  const connected = { ...(embedded?.config ?? config), snapshots: config.snapshots };
  const directories = connectDirectories(connected, onExchange, snapshots);
  metrics.watch(directories, (key) => pulse.silentSince(key) === null);
  showSweeps(directories, output, process.stderr.isTTY);

  const keysFile = keysFileOf(config);
  const stillGood = createStillGood({ keysFile });
  const services = await openServices(
    {
      url: config.server.databaseUrl?.reveal() ?? null,
      // What was done to a simulated directory ends with it.
      directory: config.sandbox ? null : config.server.dataDirectory,
      whenNeeded: config.sandbox,
      settings: config.actions,
      trendDays: config.findings.trendDays,
      stillGood,
    },
    directories,
    log,
    // Making one takes seconds, more on a slow disk: a silent start looks like one that hangs.
    () => output.error('Preparing the database ...'),
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
  const history = services.actions.findings;
  const swept = new SweptFindings(
    config.findings,
    identities,
    (look) => {
      history
        .observe(look)
        .catch((error: unknown) => log.error({ err: error }, historyFailed(look.directory)));
    },
    (point) => {
      services.actions.trend
        .note(point)
        .catch((error: unknown) => log.error({ err: error }, historyFailed(point.directory)));
    },
  );
  const authenticate = config.access === null ? openUntilKeys(keysFile) : createAuthenticator(config.access);
  const gateway = createGateway({
    directories,
    actions: services.actions,
    identities,
    log,
    findingSettings: config.findings,
    swept,
    authenticate,
    plugins: [metrics.plugin],
    explorer: createExplorer(
      directories[0]?.key ?? '',
      embedded?.someUsername ?? 'somebody',
      embedded?.someLeaver ?? undefined,
    ),
  });
  const readiness = createReadiness(directories, pulse, services.hasFailed);
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
    webhooks: webhookReceivers(config.directories, directories),
    exports: createExportAnswers(
      new ExportService({
        directories,
        identities,
        swept,
        recordsOf: recordsOfHistory(history),
        decisions: { findings: history, links: services.actions.links },
        stillGood,
      }),
      authenticate,
    ),
    onError: (error) => log.error({ err: error }, 'A request failed outside GraphQL.'),
  }).catch(async (error: unknown) => {
    // The sandbox would keep the process alive behind a closed door.
    await leave();
    throw error;
  });
  output.line(announcement(config, directories, `${door.url}/graphql`));
  services.start();
  readiness.start((message) => output.error(message));
  const leaveSnapshots = loadSnapshotsSoon(directories);
  return {
    url: door.url,
    directories,
    close: async () => {
      leaveSnapshots();
      readiness.stop();
      await door.close();
      await leave();
    },
  };
}

function historyFailed(directory: string): string {
  return `The history of findings could not take in the newest look at "${directory}".`;
}
