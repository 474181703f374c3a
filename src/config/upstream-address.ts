import { isIP } from 'node:net';
import type { SettingReader } from './setting-reader.ts';

/** Whether a name or address, as an URL or a socket writes it, is this machine itself. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/**
 * An address that credentials will be sent to: https, or plain http on loopback, and nothing in it that could
 * lead elsewhere. Answers it without a slash at its end; undefined (and a noted mistake) otherwise.
 */
export function readAddress<Name extends string>(
  reader: SettingReader<Name>,
  name: Name,
  expected: string,
): string | undefined {
  const text = reader.text(name, expected);
  if (text === undefined) return undefined;
  const reason = whyUnsafe(text);
  if (reason === undefined) return text.replace(/\/+$/, '');
  // The text is not repeated: an address with a user name in it holds a password too.
  reader.problems.add({ setting: reader.label(name), expected, received: reason });
  return undefined;
}

/** A scheme in an error text: a pasted secret with a colon in it is an address, too. */
export function schemeOf({ protocol }: URL): string {
  return /^[a-z]{2,10}:$/.test(protocol) ? `the scheme ${protocol}` : 'another scheme';
}

function whyUnsafe(text: string): string | undefined {
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return 'something that is not an address';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `an address with ${schemeOf(url)}`;
  if (url.username !== '' || url.password !== '') return 'an address with a user name or password in it';
  if (text.includes('?') || text.includes('#')) return 'an address with ? or # in it';
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(text)) return 'an address with . or .. as a part of its path';
  if (isLoopback(url.hostname)) return undefined;
  if (url.protocol === 'http:')
    return 'plain http to another machine, which would send credentials in the clear';
  if (isIP(url.hostname.replace(/^\[(.*)\]$/, '$1')) !== 0)
    return 'an IP address of another machine instead of its name';
  return undefined;
}
