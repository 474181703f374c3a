import type { SettingReader } from './setting-reader.ts';
import { isLoopback, schemeOf } from './upstream-address.ts';

/** Where a directory answers, and how the password is kept from others on the way there. */
export interface LdapEndpoint {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'plain';
  /** PEM of the authorities to trust. */
  readonly ca?: string;
}

const EXPECTED = 'the address of the server, such as ldaps://ldap.example.com';
const PORTS = { 'ldaps:': 636, 'ldap:': 389 } as const;

/**
 * `ldaps://host[:port]`, or `ldap://host[:port]` with `startTls: true`; without either only on this machine.
 * Undefined, and noted, when it cannot be used.
 */
export function readLdapAddress(reader: SettingReader<string>): Omit<LdapEndpoint, 'ca'> | undefined {
  const startTls = reader.flag('startTls', false);
  const text = reader.required('url', EXPECTED);
  if (text === undefined) return undefined;
  const refuse = (received: string, hint?: string): undefined => {
    // The text is not repeated: an address with a user name in it holds a password too.
    const setting = reader.label('url');
    reader.problems.add({ setting, expected: EXPECTED, received, ...(hint === undefined ? {} : { hint }) });
    return undefined;
  };
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return refuse('something that is not an address');
  const url = new URL(text);
  if (url.protocol !== 'ldaps:' && url.protocol !== 'ldap:')
    return refuse(`an address with ${schemeOf(url)}`);
  if (url.username !== '' || url.password !== '')
    return refuse('an address with a user name or password in it', 'Name the account in bindDn.');
  if (url.hostname === '') return refuse('an address without a host');
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '')
    return refuse('an address with more in it than host and port', 'The base goes into baseDn.');
  const secure = url.protocol === 'ldaps:';
  if (secure && startTls)
    return refuse('ldaps together with startTls', 'ldaps is encrypted from the start: leave startTls out.');
  if (!secure && !startTls && !isLoopback(url.hostname))
    return refuse(
      'plain ldap to another machine, which would send the password in the clear',
      'Use ldaps, or set startTls: true.',
    );
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? PORTS[url.protocol] : Number(url.port),
    security: secure ? 'tls' : startTls ? 'starttls' : 'plain',
  };
}
