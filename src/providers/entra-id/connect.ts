import { clockOf, type ConnectionOptions } from '../connection.ts';
import type { Provider } from '../provider.ts';
import { createEntraIdProvider } from './entra-id.ts';
import { createEntraIdUpstream, type EntraIdConnection } from './upstream.ts';

/** Connects to one tenant. @throws {TypeError} for settings that cannot work. */
export function connectEntraId(settings: EntraIdConnection, options: ConnectionOptions = {}): Provider {
  const upstream = createEntraIdUpstream(settings, options);
  return createEntraIdProvider({
    settings,
    upstream,
    ...clockOf(options),
  });
}
