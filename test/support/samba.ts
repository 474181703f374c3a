import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { makeCertificates, type TestCertificates } from './ldap-certificates.ts';
import { type LdifEntry, readLdif } from './ldif.ts';

/** A real Active Directory of a test's own: Samba as a domain controller, its LDAP service alone. */
export interface TestSamba {
  /** An address of this machine that this one alone listens on; the ports are those of the standard. */
  readonly host: string;
  readonly tlsPort: number;
  readonly plainPort: number;
  readonly certificates: TestCertificates;
  readonly baseDn: string;
  /** A domain administrator. */
  readonly administrator: { readonly name: string; readonly password: string };
  /** Adds entries: LDIF for ldapadd. */
  add(ldif: string): void;
  /** Changes entries: LDIF for ldapmodify. */
  modify(ldif: string): void;
  remove(dn: string): void;
  /** What is there as the administrator sees it. `deleted`: with what was deleted. */
  search(filter: string, attributes?: readonly string[], deleted?: boolean): readonly LdifEntry[];
  samba(...args: readonly string[]): void;
  stop(): Promise<void>;
}

const PASSWORD = 'Passw0rd!AD';
const BASE = 'DC=example,DC=test';

/** Why there can be none here; null: there can. */
export const sambaMissing: string | null = whyMissing();

function whyMissing(): string | null {
  const folders = ['/usr/sbin', '/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const missing = ['samba', 'samba-tool', 'ldapadd', 'openssl'].filter(
    (program) => !folders.some((folder) => existsSync(join(folder, program))),
  );
  if (missing.length > 0) return `${missing.join(' and ')} not found`;
  if (!existsSync('/usr/share/samba/setup')) return 'samba-ad-provision not found';
  // The ports are fixed, and below 1024.
  return process.getuid?.() === 0 ? null : 'it needs root';
}

/** Makes a domain and starts its controller, with its files in a folder that `stop` removes. */
export async function startSamba(): Promise<TestSamba> {
  if (sambaMissing !== null) throw new Error(`Samba cannot be started: ${sambaMissing}.`);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-samba-'));
  const host = await freeAddress();
  const certificates = makeCertificates(folder, [host, '127.0.0.1']);
  const conf = join(folder, 'ad', 'etc', 'smb.conf');
  const own = ['bind interfaces only=yes', `interfaces=${host}/8`];
  tool(
    'domain',
    'provision',
    '--realm=EXAMPLE.TEST',
    '--domain=EXAMPLE',
    '--host-name=dc1',
    '--server-role=dc',
    '--dns-backend=NONE',
    `--adminpass=${PASSWORD}`,
    `--targetdir=${join(folder, 'ad')}`,
    ...own.map((option) => `--option=${option}`),
  );
  const log = join(folder, 'log');
  const options = [
    'server services=ldap',
    ...own,
    `log file=${log}`,
    `tls keyfile=${certificates.keyFile}`,
    `tls certfile=${certificates.certFile}`,
    `tls cafile=${certificates.caFile}`,
  ];
  const server = spawn(
    'samba',
    [
      '-s',
      conf,
      '-F',
      '--no-process-group',
      '-M',
      'single',
      ...options.map((option) => `--option=${option}`),
    ],
    { stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  // Also when the test ends without having stopped it.
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  await listening(host, 636, () => server.exitCode !== null, log);

  const as = ['-x', '-H', `ldaps://${host}`, '-D', 'Administrator@example.test', '-w', PASSWORD];
  const env = { ...process.env, LDAPTLS_CACERT: certificates.caFile };
  const run = (program: string, args: readonly string[], input?: string): string =>
    execFileSync(program, [...as, ...args], {
      env,
      ...(input === undefined ? {} : { input }),
      stdio: 'pipe',
    }).toString();
  return {
    host,
    tlsPort: 636,
    plainPort: 389,
    certificates,
    baseDn: BASE,
    administrator: { name: 'Administrator@example.test', password: PASSWORD },
    add: (ldif) => void run('ldapadd', [], ldif),
    modify: (ldif) => void run('ldapmodify', [], ldif),
    remove: (dn) => void run('ldapdelete', [dn]),
    search: (filter, attributes = ['*'], deleted = false) =>
      readLdif(
        run('ldapsearch', [
          '-LLL',
          '-o',
          'ldif-wrap=no',
          ...(deleted ? ['-e', '!1.2.840.113556.1.4.417'] : []),
          '-b',
          BASE,
          filter,
          ...attributes,
        ]),
      ),
    samba: (...args) => tool(...args, '-s', conf),
    async stop() {
      process.off('exit', kill);
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tool(...args: readonly string[]): void {
  execFileSync('samba-tool', args, { stdio: 'pipe' });
}

function drawPart(): number {
  return 2 + Math.floor(Math.random() * 250);
}

/** An address of 127.0.0.0/8 on which nobody has the ports of LDAP. */
async function freeAddress(): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const host = `127.${drawPart()}.${drawPart()}.${drawPart()}`;
    if (!(await answers(host, 636)) && !(await answers(host, 389))) return host;
  }
  throw new Error('Expected a free address of this machine, found none.');
}

async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const answered = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return answered;
}

async function listening(host: string, port: number, ended: () => boolean, log: string): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (ended())
      throw new Error(`Samba ended:\n${existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : ''}`);
    if (await answers(host, port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Samba did not begin to listen.');
}
