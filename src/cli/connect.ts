import type { GatewayConfig } from '../config.ts';
import { Directory } from '../directory/directory.ts';
import type { SnapshotStore } from '../directory/snapshot/snapshot-store.ts';
import { defaultSweepSettings, type SweepSettings } from '../directory/snapshot/sweeper.ts';
import { connectProvider } from '../providers/registry.ts';
import type { Exchange } from '../upstream/call.ts';

/**
 * The configured directories, each with its own way to its provider. Nothing is asked of anybody yet.
 * @param snapshots where their snapshots outlive the process; null: nowhere.
 */
export function connectDirectories(
  config: Pick<GatewayConfig, 'directories' | 'primaryDirectory'> & {
    readonly snapshots?: Partial<SweepSettings>;
  },
  onExchange?: (exchange: Exchange) => void,
  snapshots: SnapshotStore | null = null,
): readonly Directory[] {
  return config.directories.map(
    (settings) =>
      new Directory({
        provider: connectProvider(settings, onExchange && { onExchange }),
        isPrimary: settings.key === config.primaryDirectory,
        writable: settings.writable,
        ...('writableVariable' in settings && { writableVariable: settings.writableVariable }),
        sweep: { ...defaultSweepSettings, ...config.snapshots },
        snapshots,
      }),
  );
}
