import { clockOf, type ConnectionOptions } from '../connection.ts';
import type { Provider } from '../provider.ts';
import { createOktaProvider } from './okta.ts';
import { createOktaUpstream, type OktaConnection } from './upstream.ts';

/** Connects to one Okta organisation. @throws {TypeError} for settings that cannot work. */
export function connectOkta(settings: OktaConnection, options: ConnectionOptions = {}): Provider {
  return createOktaProvider({
    settings,
    upstream: createOktaUpstream(settings, options),
    ...clockOf(options),
  });
}
