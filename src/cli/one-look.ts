import { pino } from 'pino';
import type { GatewayConfig } from '../config.ts';
import type { Directory } from '../directory/directory.ts';
import type { SnapshotStore } from '../directory/snapshot/snapshot-store.ts';
import { SweptFindings } from '../findings/swept.ts';
import { IdentityService } from '../identities/identity-service.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { openSnapshotFiles } from '../store/snapshot-files.ts';
import { connectDirectories } from './connect.ts';
import { startEmbeddedSandbox } from './embedded-sandbox.ts';
import type { Output } from './output.ts';
import { packageVersion } from './package-version.ts';
import { showSweeps } from './sweep-progress.ts';

/** The configured directories for one command, without a gateway. */
export interface OneLook {
  readonly directories: readonly Directory[];
  readonly identities: IdentityService;
  readonly swept: SweptFindings;
  close(): Promise<void>;
}

/**
 * Connects the configured directories, or simulated ones. The command's own output is kept clean: progress and warnings are said as
 * errors.
 * @param links what operators said of which accounts are one person.
 * @param goesOn whether the snapshots that were saved last will do; otherwise everything is read anew, and saved.
 */
export async function openOneLook(
  config: GatewayConfig,
  output: Output,
  links: IdentityLinkStore,
  goesOn = false,
): Promise<OneLook> {
  for (const warning of config.warnings) output.error(`Warning: ${warning}`);
  const embedded = config.sandbox ? await startEmbeddedSandbox() : null;
  if (embedded !== null) output.error('Nothing is configured: simulated directories answer.');
  const log = pino({ level: config.server.logLevel }, pino.destination({ dest: 2, sync: true }));
  const directories = connectDirectories(
    // Nothing runs behind a command: what a gateway reads after its snapshot has to be read with it.
    {
      ...(embedded?.config ?? config),
      snapshots: { ...config.snapshots, roleWalkLimit: Number.POSITIVE_INFINITY },
    },
    undefined,
    config.sandbox ? null : savedSnapshots(config, log, goesOn),
  );
  showSweeps(directories, { ...output, line: (text) => output.error(text) }, process.stderr.isTTY);
  const identities = new IdentityService({
    directories,
    links,
    settings: { ...config.identities, ...embedded?.identities },
  });
  return {
    directories,
    identities,
    swept: new SweptFindings(config.findings, identities),
    close: async () => {
      identities.close();
      await Promise.all(directories.map((directory) => directory.close()));
      await embedded?.close();
    },
  };
}

/** Ends with the first request to end; the second one is the process's own. To be ended with the work, so that it listens no more. */
export function untilInterrupted(): AbortController {
  const left = new AbortController();
  const end = (): void => left.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, end);
    left.signal.addEventListener('abort', () => process.off(signal, end), { once: true });
  }
  return left;
}

function savedSnapshots(
  config: GatewayConfig,
  log: Parameters<typeof openSnapshotFiles>[0]['log'],
  goesOn: boolean,
): SnapshotStore {
  const files = openSnapshotFiles({ directory: config.server.dataDirectory, version: packageVersion(), log });
  return goesOn ? files : { load: () => Promise.resolve(null), save: (key, sweep) => files.save(key, sweep) };
}
