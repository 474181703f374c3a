import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { makeCertificates, type TestCertificates } from './ldap-certificates.ts';
import { type LdifEntry, readLdif } from './ldif.ts';

/** A real OpenLDAP of a test's own, with the overlays memberOf and ppolicy, narrow size limits, TLS and StartTLS. */
export interface TestSlapd {
  readonly port: number;
  readonly tlsPort: number;
  readonly certificates: TestCertificates;
  readonly baseDn: string;
  /** May read and write everything, as the gateway does. */
  readonly gateway: { readonly name: string; readonly password: string };
  /** May read, but no more than 30 entries of one list. */
  readonly limited: { readonly name: string; readonly password: string };
  /** May read, and write nothing. */
  readonly reader: { readonly name: string; readonly password: string };
  /** Runs changes as the administrator: LDIF for ldapmodify. */
  modify(ldif: string): void;
  /** What is there as the administrator sees it, operational attributes included. */
  search(filter: string, base?: string): readonly LdifEntry[];
  stop(): Promise<void>;
}

const BASE = 'dc=example,dc=test';
const ADMIN = `cn=admin,${BASE}`;
const ADMIN_PASSWORD = 'adminpw';

/** Where the programs are; null: OpenLDAP's server or its tools are not installed. */
export const slapdPrograms: { readonly slapd: string } | null = findPrograms();

function findPrograms(): { readonly slapd: string } | null {
  const folders = ['/usr/sbin', '/usr/lib/openldap', ...(process.env['PATH'] ?? '').split(delimiter)];
  const slapd = folders.map((folder) => join(folder, 'slapd')).find((path) => existsSync(path));
  const tools = ['ldapadd', 'ldapmodify', 'ldapsearch', 'openssl'];
  const all = tools.every((tool) => folders.some((folder) => existsSync(join(folder, tool))));
  return slapd === undefined || !all || !existsSync('/etc/ldap/schema/inetorgperson.schema')
    ? null
    : { slapd };
}

interface Options {
  /** Entries besides the base, the policy and the gateway's accounts. */
  readonly ldif: string;
  /** Default true. */
  readonly ppolicy?: boolean;
}

/** Starts one on free ports of 127.0.0.1, with its files in a folder that `stop` removes. */
export async function startSlapd({ ldif, ppolicy = true }: Options): Promise<TestSlapd> {
  if (slapdPrograms === null) throw new Error('OpenLDAP is not installed: slapd or ldapadd was not found.');
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-slapd-'));
  mkdirSync(join(folder, 'db'));
  const certificates = makeCertificates(folder, ['127.0.0.1']);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const conf = join(folder, 'slapd.conf');
  writeFileSync(conf, configuration(folder, certificates, ppolicy));
  const addresses = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`;
  const server = spawn(slapdPrograms.slapd, ['-f', conf, '-h', addresses, '-d', '0'], { stdio: 'ignore' });
  const ended = once(server, 'exit');
  // Also when the test ends without having stopped it.
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  await listening(port, server);

  const url = `ldap://127.0.0.1:${port}`;
  const asAdmin = ['-x', '-H', url, '-D', ADMIN, '-w', ADMIN_PASSWORD];
  const run = (program: string, args: readonly string[], input?: string): string =>
    execFileSync(program, [...asAdmin, ...args], {
      ...(input === undefined ? {} : { input }),
      stdio: 'pipe',
    }).toString();
  run('ldapadd', [], `${skeleton(ppolicy)}\n${ldif}`);
  return {
    port,
    tlsPort,
    certificates,
    baseDn: BASE,
    gateway: { name: `cn=gateway,${BASE}`, password: 'gateway-pw' },
    limited: { name: `cn=limited,${BASE}`, password: 'limited-pw' },
    reader: { name: `cn=reader,${BASE}`, password: 'reader-pw' },
    modify: (changes) => void run('ldapmodify', [], changes),
    search: (filter, base = BASE) =>
      readLdif(run('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter, '*', '+'])),
    async stop() {
      process.off('exit', kill);
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(
  folder: string,
  { caFile, certFile, keyFile }: TestCertificates,
  ppolicy: boolean,
): string {
  const policy = [
    'overlay ppolicy',
    `ppolicy_default "cn=default,ou=policies,${BASE}"`,
    'ppolicy_use_lockout',
  ];
  return [
    'include /etc/ldap/schema/core.schema',
    'include /etc/ldap/schema/cosine.schema',
    'include /etc/ldap/schema/inetorgperson.schema',
    'include /etc/ldap/schema/nis.schema',
    `pidfile ${folder}/slapd.pid`,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload memberof',
    ...(ppolicy ? ['moduleload ppolicy'] : []),
    'sizelimit size.soft=50 size.hard=50 size.pr=20 size.prtotal=unlimited',
    `TLSCACertificateFile ${caFile}`,
    `TLSCertificateFile ${certFile}`,
    `TLSCertificateKeyFile ${keyFile}`,
    'database mdb',
    'maxsize 104857600',
    `suffix "${BASE}"`,
    `rootdn "${ADMIN}"`,
    `rootpw ${ADMIN_PASSWORD}`,
    `directory ${folder}/db`,
    'dbnosync',
    'lastbind on',
    'index objectClass,uid,entryUUID,memberOf,member eq',
    `limits dn.exact="cn=limited,${BASE}" size.soft=50 size.hard=50 size.pr=20 size.prtotal=30`,
    'overlay memberof',
    'memberof-refint TRUE',
    ...(ppolicy ? policy : []),
    `access to attrs=userPassword by dn.exact="cn=gateway,${BASE}" write by anonymous auth by * none`,
    `access to * by dn.exact="cn=gateway,${BASE}" write by users read by * none`,
    '',
  ].join('\n');
}

function skeleton(ppolicy: boolean): string {
  const account = (name: string): string =>
    `dn: cn=${name},${BASE}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: ${name}\nuserPassword: ${name}-pw\n`;
  return [
    `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n`,
    ...['people', 'groups', 'policies'].map(
      (name) => `dn: ou=${name},${BASE}\nobjectClass: organizationalUnit\nou: ${name}\n`,
    ),
    ...(ppolicy
      ? [
          `dn: cn=default,ou=policies,${BASE}\nobjectClass: pwdPolicy\nobjectClass: device\ncn: default\npwdAttribute: userPassword\npwdLockout: TRUE\npwdMaxFailure: 3\npwdLockoutDuration: 0\npwdMustChange: TRUE\npwdMinLength: 8\npwdCheckQuality: 1\n`,
        ]
      : []),
    account('gateway'),
    account('limited'),
    account('reader'),
  ].join('\n');
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return address.port;
}

/** Waits until somebody answers there. */
async function listening(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (server.exitCode !== null) throw new Error(`slapd ended with ${server.exitCode}.`);
    const socket = connect(port, '127.0.0.1');
    const answered = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('slapd did not begin to listen.');
}
