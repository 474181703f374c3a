import type { GatewayConfig } from '../config.ts';
import { Directory } from '../directory/directory.ts';
import { connectProvider } from '../providers/registry.ts';
import type { Exchange } from '../upstream/call.ts';

/** The configured directories, each with its own way to its provider. Nothing is asked of anybody yet. */
export function connectDirectories(
  config: Pick<GatewayConfig, 'directories' | 'primaryDirectory'>,
  onExchange?: (exchange: Exchange) => void,
): readonly Directory[] {
  return config.directories.map(
    (settings) =>
      new Directory({
        provider: connectProvider(settings, onExchange && { onExchange }),
        isPrimary: settings.key === config.primaryDirectory,
        writable: settings.writable,
      }),
  );
}
