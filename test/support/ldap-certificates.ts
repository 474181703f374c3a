import { execFileSync } from 'node:child_process';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a certificate of a test's own authority, for servers on some addresses of this machine. */
export interface TestCertificates {
  readonly caFile: string;
  /** PEM. */
  readonly ca: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export function makeCertificates(folder: string, addresses: readonly string[]): TestCertificates {
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });
  };
  const elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...elliptic,
    '-days',
    '2',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Peer Test CA',
  );
  openssl('req', ...elliptic, '-keyout', 'srv.key', '-out', 'srv.csr', '-subj', '/CN=localhost');
  const names = ['DNS:localhost', ...addresses.map((address) => `IP:${address}`)].join(',');
  writeFileSync(path('ext'), `subjectAltName=${names}`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext'];
  openssl('x509', '-req', '-in', 'srv.csr', ...signed, '-out', 'srv.pem');
  return {
    caFile: path('ca.pem'),
    ca: readFileSync(path('ca.pem'), 'utf8'),
    certFile: path('srv.pem'),
    keyFile: path('srv.key'),
  };
}
