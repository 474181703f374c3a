import type { ConnectionOptions } from '../connection.ts';
import type { Provider } from '../provider.ts';
import { createLdapProvider } from './ldap.ts';
import type { LdapConnectionSettings } from './settings.ts';
import { createLdapUpstream } from './upstream.ts';

/** Connects to one LDAP directory, at its first call. @throws {TypeError} for settings that cannot work. */
export function connectLdap(settings: LdapConnectionSettings, options?: ConnectionOptions): Provider {
  return createLdapProvider({ settings, upstream: createLdapUpstream(settings, options) });
}
