import { type ConnectionOptions, paceOf } from '../connection.ts';
import type { LdapConnectionSettings } from './settings.ts';
import { LdapUpstream } from './wire/ldap-upstream.ts';

/**
 * The way to one LDAP server: two to four connections, each bound with the gateway's account.
 * @throws {TypeError} for an empty password, and for plain LDAP where the password would be seen by others.
 */
export function createLdapUpstream(
  settings: LdapConnectionSettings,
  options: ConnectionOptions = {},
): LdapUpstream {
  const { key, endpoint, bindDn, password } = settings;
  if (password.reveal() === '')
    throw new TypeError(`${key}: expected a password to bind with, received an empty one.`);
  if (endpoint.security === 'plain' && settings.flavour === 'active-directory')
    throw new TypeError(
      `${key}: expected ldaps, or ldap with startTls, for Active Directory; received plain ldap.`,
    );
  return new LdapUpstream({
    directory: key,
    endpoint,
    credential: { name: bindDn, password },
    limits: paceOf(settings),
    ...options,
  });
}
