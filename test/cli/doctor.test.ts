import { createServer, request as forward, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import { loadConfig } from '../../src/config.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { environmentOf, record } from './gateway.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function sandboxOf(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ users: 30, seed: 3, ...options });
  closing.push(() => sandbox.close());
  return sandbox;
}

interface Verdict {
  readonly code: 0 | 1;
  readonly text: string;
  /** The line of a check, with what to do about it. */
  readonly check: (code: string) => string;
}

async function examine(env: Readonly<Record<string, string>>): Promise<Verdict> {
  const output = record();
  const code = await doctor(loadConfig({ env }), output);
  const text = output.text();
  // Whatever is wrong, no secret is shown.
  expect(text).not.toContain(env['PINGONE_CLIENT_SECRET'] ?? 'no secret');
  return {
    code,
    text,
    check: (wanted) => {
      const at = output.lines.findIndex((line) => line.includes(`  ${wanted}: `));
      const next = output.lines[at + 1] ?? '';
      return at === -1 ? '' : `${output.lines[at]}${next.includes('-> ') ? `\n${next}` : ''}`;
    },
  };
}

/** Takes admin roles from the worker application, or limits them to one population. */
function assignments(
  { tenant, world }: Sandbox,
  change: (roleName: string) => 'keep' | 'remove' | 'limit',
): void {
  const { clientId } = tenant.worker;
  const rows = world.rows({ kind: 'child', parent: 'applications', name: 'roleAssignments' }, clientId);
  const names = new Map(
    [...(tenant.platform.get('roles') ?? []), ...(tenant.collections.get('roles') ?? [])].map(
      ([id, role]) => [id, String(role['name'])],
    ),
  );
  const [population] = tenant.collections.get('populations')?.keys() ?? [];
  for (const [id, row] of rows) {
    const roleId: unknown = Reflect.get(Object(row['role']), 'id');
    const wanted = change(names.get(String(roleId)) ?? '');
    if (wanted === 'remove') rows.delete(id);
    if (wanted === 'limit') rows.set(id, { ...row, scope: { id: population, type: 'POPULATION' } });
  }
  world.touch();
}

describe('a directory in order', () => {
  test('passes, with exit code 0', async () => {
    const { code, text } = await examine({ ...environmentOf(await sandboxOf()), PINGONE_WRITABLE: 'true' });
    expect(code).toBe(0);
    expect(text).toContain('Everything works.');
    expect(text).not.toMatch(/FAILED|warning|skipped/);
  });

  test('that is read-only says so, and how to change it; this is no failure', async () => {
    const { code, check } = await examine(environmentOf(await sandboxOf()));
    expect(code).toBe(0);
    expect(check('WRITE')).toContain('read-only');
    expect(check('WRITE')).toContain('set PINGONE_WRITABLE=true and grant');
    expect(check('WRITE')).not.toContain('rollcall.yaml');
    expect(check('WRITE')).toContain('Identity Data Admin');
  });

  test('out of a file is told of the file, where variables do not count', async () => {
    const { tenant, apiUrl, authUrl } = await sandboxOf();
    const file = `directories:
  pingone:
    provider: pingone
    environmentId: ${tenant.environmentId}
    clientId: ${tenant.worker.clientId}
    clientSecret: { env: WORKER_SECRET }
    apiUrl: ${apiUrl}
    authUrl: ${authUrl}
    authEnvironmentId: ${tenant.adminEnvironmentId}
    tokenAuthMethod: ${tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic'}
`;
    const output = record();
    const config = loadConfig({
      env: { ROLLCALL_CONFIG: 'rollcall.yaml', WORKER_SECRET: tenant.worker.clientSecret },
      readFile: () => ({ text: file }),
    });
    expect(await doctor(config, output)).toBe(0);
    expect(output.text()).toContain('set writable: true in rollcall.yaml and grant Identity Data Admin');
    expect(output.text()).not.toContain('PINGONE_WRITABLE');
  });

  test('of people without configuration are the simulated ones, and all three pass', async () => {
    const { code, text } = await examine({});
    expect(code).toBe(0);
    expect(text).toContain('simulated PingOne, Okta and SCIM');
    for (const heading of ['sandbox (PINGONE, ', 'okta (OKTA, ', 'scim (SCIM, '])
      expect(text).toContain(heading);
    expect(text).not.toContain('FAILED');
  });
});

describe('the credential', () => {
  test('a wrong secret is invalid_client, with what to check', async () => {
    const env = { ...environmentOf(await sandboxOf()), PINGONE_CLIENT_SECRET: 'canary-of-a-wrong-secret' };
    const { code, text, check } = await examine(env);
    expect(code).toBe(1);
    expect(check('TOKEN')).toContain('invalid_client');
    expect(check('TOKEN')).toContain('-> Check client id and secret');
    expect(check('TOKEN')).toMatch(/PINGONE_ENVIRONMENT_ID, or PINGONE_AUTH_ENVIRONMENT_ID/);
    expect(text).toContain('cannot be used');
    expect(check('READ_USERS')).toBe('');
  });

  test('the id of another environment in the token address is told', async () => {
    const env = environmentOf(await sandboxOf());
    const other = '11111111-2222-4333-8444-555555555555';
    const { code, check } = await examine({ ...env, PINGONE_AUTH_ENVIRONMENT_ID: other });
    expect(code).toBe(1);
    expect(check('TOKEN')).toContain('environment that owns the application');
  });
});

describe('the environment', () => {
  test('an id that PingOne does not know is told with where to find the right one', async () => {
    const env = environmentOf(await sandboxOf());
    const other = '11111111-2222-4333-8444-555555555555';
    const { code, check } = await examine({ ...env, PINGONE_ENVIRONMENT_ID: other });
    expect(code).toBe(1);
    expect(check('TOKEN')).toContain('ok ');
    expect(check('ENVIRONMENT')).toContain('FAILED');
    expect(check('ENVIRONMENT')).toMatch(/-> .*environment id/);
  });

  test("an address where nothing listens is told with the system's word for it", async () => {
    const sandbox = await startSandbox({ users: 1 });
    await sandbox.close();
    const { code, check } = await examine(environmentOf(sandbox));
    expect(code).toBe(1);
    expect(check('TOKEN')).toContain('cannot be reached (ECONNREFUSED)');
    expect(check('TOKEN')).toMatch(/-> Check the (address|region)/);
  });

  test('a clock that is wrong is told by how much', async () => {
    const sandbox = await sandboxOf();
    const { code, check } = await examine(await throughShiftedClock(sandbox, 600));
    expect(code).toBe(0);
    expect(check('CLOCK')).toMatch(
      /warning {2}CLOCK: The clock of this machine is (599|600|601) s behind that of PingOne\./,
    );
    expect(check('CLOCK')).toContain('-> Set the clock');
  });
});

describe('rights', () => {
  test('without any role, the missing right is named once', async () => {
    const sandbox = await sandboxOf();
    assignments(sandbox, () => 'remove');
    const { code, check, text } = await examine(environmentOf(sandbox));
    expect(code).toBe(1);
    expect(text).toContain('Identity Data Read Only');
    expect(check('TOKEN')).toContain('ok ');
  });

  test('without a role for identities, users fail and configuration is still readable', async () => {
    const sandbox = await sandboxOf();
    assignments(sandbox, (role) => (role.startsWith('Identity Data') ? 'remove' : 'keep'));
    const { code, check } = await examine(environmentOf(sandbox));
    expect(code).toBe(1);
    expect(check('READ_USERS')).toMatch(/FAILED.*403/);
    expect(check('READ_USERS')).toContain('grant Identity Data Read Only');
    expect(check('READ_POLICIES')).toContain('ok ');
    expect(check('EMPTY_LISTS')).toContain('skipped');
  });

  test('an empty list where populations count people means missing rights', async () => {
    const sandbox = await sandboxOf({ settings: { missingRights: 'empty' } });
    assignments(sandbox, (role) => (role.startsWith('Identity Data') ? 'remove' : 'keep'));
    const { code, check } = await examine(environmentOf(sandbox));
    expect(code).toBe(1);
    expect(check('EMPTY_LISTS')).toContain('the rights are missing');
    expect(check('EMPTY_LISTS')).toContain('-> Grant Identity Data Read Only');
  });

  test('a refused report is a warning, and no reason to fail', async () => {
    const { code, check, text } = await examine(
      environmentOf(await sandboxOf({ settings: { report: { refused: true } } })),
    );
    expect(code).toBe(0);
    expect(check('MFA_REPORT')).toContain('warning');
    expect(check('MFA_REPORT')).toContain('a call for each user');
    expect(text).toContain('needs attention');
  });
});

/** The sandbox behind a server whose clock goes ahead by so many seconds. */
async function throughShiftedClock(sandbox: Sandbox, seconds: number): Promise<Record<string, string>> {
  const proxy: Server = createServer((incoming, outgoing) => {
    const onward = forward(
      `${sandbox.authUrl}${incoming.url ?? ''}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        const date = new Date(Date.now() + seconds * 1_000).toUTCString();
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, date });
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  closing.push(async () => {
    proxy.closeAllConnections();
    proxy.close();
    await once(proxy, 'close');
  });
  const base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return { ...environmentOf(sandbox), PINGONE_API_URL: `${base}/v1`, PINGONE_AUTH_URL: base };
}
