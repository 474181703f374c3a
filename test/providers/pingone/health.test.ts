import { afterEach, describe, expect, test } from 'vitest';
import { explainToken } from '../../../src/providers/pingone/health-failure.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { HealthCheck } from '../../../src/model/directory.ts';
import type { PingOneConnection } from '../../../src/providers/pingone/upstream.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { connect, connectionTo, context } from './support/connect.ts';
import { page, refusal, startPageServer, type PageAnswer, type PageServer } from './support/page-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function healthOf(
  connection: PingOneConnection,
  clock?: () => Date,
): Promise<Map<string, HealthCheck>> {
  const provider = connect(connection, clock);
  closing.push(async () => {
    await provider.close();
  });
  const checks = await provider.checkHealth(context);
  return new Map(checks.map((check) => [check.code, check]));
}

async function sandboxOf(options: Parameters<typeof startSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ users: 30, seed: 3, ...options });
  closing.push(async () => {
    await sandbox.close();
  });
  return sandbox;
}

async function serve(answers: Readonly<Record<string, PageAnswer>>): Promise<PageServer> {
  const lists: Readonly<Record<string, string>> = { '/v1/roles': 'roles' };
  const server = await startPageServer(({ path }) => {
    const known = answers[path];
    if (known !== undefined) return known;
    if (path === '') return { body: { id: 'env-1', name: 'Staff', region: 'EU', status: 'ACTIVE' } };
    return page(lists[path] ?? path.slice(path.lastIndexOf('/') + 1), []);
  });
  closing.push(async () => {
    await server.close();
  });
  return server;
}

const population = (userCount: number) => page('populations', [{ id: 'p1', name: 'People', userCount }]);

const at = (seconds: number) => () => new Date(Date.UTC(2026, 7, 1, 0, 0, seconds));

describe('a tenant in order', () => {
  test('passes every check', async () => {
    const sandbox = await sandboxOf();
    const checks = await healthOf(connectionTo(sandbox));
    expect([...checks.values()].filter((check) => check.status !== 'OK')).toEqual([]);
    expect([...checks.keys()]).toEqual(
      expect.arrayContaining([
        'TOKEN',
        'ENVIRONMENT',
        'CLOCK',
        'READ_USERS',
        'READ_ROLE_ASSIGNMENTS',
        'READ_DEVICES',
        'WRITE',
      ]),
    );
  });
});

describe('the token', () => {
  test('a wrong secret is told apart from everything else', async () => {
    const sandbox = await sandboxOf();
    const checks = await healthOf({ ...connectionTo(sandbox), clientSecret: new Secret('not-the-secret') });
    expect([...checks.keys()]).toEqual(['TOKEN']);
    const token = checks.get('TOKEN');
    expect(token?.status).toBe('FAILED');
    expect(token?.message).toContain('invalid_client');
    expect(token?.hint).toContain('Token Endpoint Authentication Method');
    expect(JSON.stringify([...checks.values()])).not.toContain('not-the-secret');
  });

  test('a token that the API refuses points at the region', async () => {
    const server = await serve({ '': refusal(401, 'ACCESS_FAILED') });
    const token = (await healthOf(server.connection)).get('TOKEN');
    expect(token).toMatchObject({
      status: 'FAILED',
      message: 'A token was issued, but the API refuses it (401).',
    });
    expect(token?.hint).toContain('region');
  });
});

describe('the environment', () => {
  test('404 and 403 are told apart', async () => {
    const missing = await serve({ '': refusal(404, 'NOT_FOUND') });
    expect((await healthOf(missing.connection)).get('ENVIRONMENT')?.message).toContain(
      'no environment with this id',
    );
    const hidden = await serve({ '': refusal(403, 'ACCESS_FAILED') });
    const check = (await healthOf(hidden.connection)).get('ENVIRONMENT');
    expect(check?.status).toBe('FAILED');
    expect(check?.hint).toContain('Identity Data Read Only');
  });

  test('an environment whose own record is refused may still be readable in parts', async () => {
    const roles = { '/v1/roles': refusal(403, 'ACCESS_FAILED'), '/roles': refusal(403, 'ACCESS_FAILED') };
    const server = await serve({ '': refusal(403, 'ACCESS_FAILED'), ...roles });
    const checks = await healthOf(server.connection);
    expect(checks.get('ENVIRONMENT')?.status).toBe('FAILED');
    expect(checks.get('READ_USERS')?.status).toBe('OK');
  });

  test('another region than the configured one is named', async () => {
    const server = await serve({});
    const check = (await healthOf({ ...server.connection, region: 'NA' })).get('ENVIRONMENT');
    expect(check).toMatchObject({ status: 'WARNING', hint: 'Set the region to EU.' });
  });

  test('a clock that is wrong is told by how much and in which direction', async () => {
    const headers = { date: 'Sat, 01 Aug 2026 00:00:00 GMT' };
    const server = await serve({ '': { body: { id: 'env-1' }, headers } });
    expect((await healthOf(server.connection, at(59))).get('CLOCK')?.status).toBe('OK');
    expect((await healthOf(server.connection, at(300))).get('CLOCK')).toMatchObject({
      status: 'WARNING',
      message: 'The clock of this machine is 300 s ahead of that of PingOne.',
    });
  });
});

test('a host name that nobody knows is called that', () => {
  const route = 'POST {token endpoint}';
  const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
  const error = new UpstreamError({
    code: 'UNREACHABLE',
    message: 'no answer',
    directory: 'd',
    route,
    cause,
  });
  expect(explainToken(error)).toMatchObject({
    message: 'The token endpoint cannot be reached: its host name is not known (ENOTFOUND).',
  });
  const missing = new UpstreamError({
    code: 'UNAUTHORIZED',
    message: '404',
    directory: 'd',
    route,
    status: 404,
  });
  expect(explainToken(missing).hint).toContain('in another region');
});

describe('rights', () => {
  test('a right that is missing names the role to grant, and spoils no other check', async () => {
    const server = await serve({
      '/applications': refusal(403, 'ACCESS_FAILED'),
      '/users': page('users', [{ id: 'u1' }], undefined, 1),
      '/users/u1/devices': refusal(403, 'ACCESS_FAILED'),
      '/populations': population(1),
    });
    const checks = await healthOf(server.connection);
    expect(checks.get('READ_APPLICATIONS')).toMatchObject({ status: 'FAILED' });
    expect(checks.get('READ_APPLICATIONS')?.hint).toContain('Configuration Read Only');
    expect(checks.get('READ_DEVICES')?.hint).toContain('Identity Data Read Only');
    expect(checks.get('READ_USERS')?.status).toBe('OK');
    expect(checks.get('READ_ROLE_ASSIGNMENTS')?.status).toBe('OK');
    expect(checks.get('EMPTY_LISTS')?.status).toBe('OK');
    expect(checks.get('WRITE')?.status).toBe('SKIPPED');
  });

  test('a refused report is only a warning: devices are read one by one', async () => {
    const sandbox = await sandboxOf({ settings: { report: { refused: true } } });
    const check = (await healthOf(connectionTo(sandbox))).get('MFA_REPORT');
    expect(check?.status).toBe('WARNING');
    expect(check?.message).toContain('a call for each user');
    expect(check?.hint).toContain('for the whole environment, not for single populations.');
  });

  test('what is said after a failure begins a sentence of its own', async () => {
    const server = await serve({ '/dataExplorations': refusal(429, 'REQUEST_LIMITED') });
    const provider = connect(server.connection);
    const checks = await provider.checkHealth({ ...context, deadline: Date.now() + 300 });
    const check = checks.find(({ code }) => code === 'MFA_REPORT');
    expect(check?.message).toMatch(/could not be read: .*\. Devices are read/);
    expect(check?.message).not.toContain('..');
    await provider.close();
  });

  test('no user beside populations that count some means missing rights', async () => {
    const server = await serve({
      '/users': page('users', [], undefined, 0),
      '/populations': population(120),
    });
    const checks = await healthOf(server.connection);
    expect(checks.get('EMPTY_LISTS')).toMatchObject({
      status: 'FAILED',
      message: 'No user is visible, although the populations have 120: the rights are missing.',
    });
    expect(checks.get('READ_DEVICES')?.status).toBe('SKIPPED');
  });

  test('fewer users than the populations count means rights for some of them', async () => {
    const server = await serve({
      '/users': page('users', [{ id: 'u1' }], undefined, 20),
      '/populations': population(120),
    });
    expect((await healthOf(server.connection)).get('EMPTY_LISTS')).toMatchObject({
      status: 'WARNING',
      message: 'Only 20 of 120 users are visible: the rights seem to hold for some populations only.',
    });
  });
});

test('a host that does not answer is a check that failed, and nothing is thrown', async () => {
  const server = await startPageServer(() => ({ body: {} }));
  await server.close();
  const provider = connect(server.connection);
  const soon = { ...context, deadline: Date.now() + 300 };
  const [check] = await provider.checkHealth(soon);
  expect(check).toMatchObject({ code: 'TOKEN', status: 'FAILED' });
  expect(check?.hint).toContain('network');
  await provider.close();
});
