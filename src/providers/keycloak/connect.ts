import type { ConnectionOptions } from '../connection.ts';
import type { Provider } from '../provider.ts';
import { createKeycloakProvider } from './keycloak.ts';
import { createKeycloakUpstream, type KeycloakConnection } from './upstream.ts';

/** Connects to one realm. @throws {TypeError} for settings that cannot work. */
export function connectKeycloak(settings: KeycloakConnection, options?: ConnectionOptions): Provider {
  const clock = options?.clock;
  return createKeycloakProvider({
    settings,
    upstream: createKeycloakUpstream(settings, options),
    ...(clock === undefined ? {} : { clock: () => new Date(clock.now()) }),
  });
}
