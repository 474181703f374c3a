import type { ConnectionOptions } from '../connection.ts';
import type { Provider } from '../provider.ts';
import { createScimProvider } from './scim.ts';
import { createScimUpstream, type ScimConnection } from './upstream.ts';

/** Connects to a SCIM service. @throws {TypeError} for settings that cannot work. */
export function connectScim(settings: ScimConnection, options: ConnectionOptions = {}): Provider {
  return createScimProvider({ settings, upstream: createScimUpstream(settings, options) });
}
