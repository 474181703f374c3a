import { isIP } from 'node:net';

/** Whether a URL's host is this machine: the only place where a token or a secret may travel without TLS. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}
