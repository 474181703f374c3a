import { describe, expect, test } from 'vitest';
import type { HealthCheck } from '../../../src/model/directory.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { answering } from './support/answers.ts';
import { applicationOf, connect, connectionTo, context, open, openPeer } from './support/peer.ts';

async function healthOf(provider: Provider): Promise<Map<string, HealthCheck>> {
  return new Map((await provider.checkHealth(context)).map((check) => [check.code, check]));
}

describe('an organisation in order', () => {
  test.each(['API token', 'service application'])('passes every check with an %s', async (kind) => {
    const peer = await openPeer();
    const provider = connect(kind === 'API token' ? connectionTo(peer) : applicationOf(peer));
    const checks = await healthOf(provider);
    expect([...checks].filter(([, { status }]) => status !== 'OK')).toEqual([]);
    expect([...checks.keys()]).toEqual([
      'TOKEN',
      'DIRECTORY',
      'CLOCK',
      'READ_USERS',
      'READ_GROUPS',
      'READ_APPLICATIONS',
      'READ_ROLES',
      'READ_GROUP_OWNERS',
      'READ_ROLE_ASSIGNMENTS',
      'READ_DEVICES',
      'WRITE',
    ]);
    expect(peer.requests.writes.filter(({ route }) => !route.includes('token'))).toEqual([]);
  });

  test('that is read-only says so', async () => {
    const { provider } = await open({ writable: false });
    expect((await healthOf(provider)).get('WRITE')).toMatchObject({ status: 'SKIPPED' });
    expect(provider.capabilities.has('SUSPEND_USER')).toBe(false);
  });
});

describe('rights', () => {
  test('a read-only administrator sees people, and not who holds which role: the right is named', async () => {
    const { peer, provider } = await open();
    peer.asker.role = 'READ_ONLY_ADMIN';
    const checks = await healthOf(provider);
    expect(checks.get('READ_USERS')?.status).toBe('OK');
    expect(checks.get('READ_DEVICES')?.status).toBe('OK');
    expect(checks.get('READ_ROLES')?.status).toBe('WARNING');
    expect(checks.get('READ_ROLE_ASSIGNMENTS')).toMatchObject({ status: 'FAILED' });
    expect(checks.get('READ_ROLE_ASSIGNMENTS')?.hint).toContain('Super Administrator');
  });

  test('an application without any administrator role has a good token, and may read nothing', async () => {
    const peer = await openPeer();
    peer.asker.role = 'NONE';
    const checks = await healthOf(connect(applicationOf(peer)));
    expect(checks.get('TOKEN')?.status).toBe('OK');
    expect(checks.get('READ_USERS')).toMatchObject({ status: 'FAILED' });
    expect(checks.get('READ_USERS')?.hint).toContain('needs both');
    expect(checks.get('READ_DEVICES')?.status).toBe('SKIPPED');
  });
});

describe('the address', () => {
  test('of something else than Okta is told as that', async () => {
    const { provider } = await answering(() => ({ body: { hello: 'there' } }));
    const checks = await provider.checkHealth(context);
    expect(checks).toMatchObject([{ code: 'DIRECTORY', status: 'FAILED' }]);
    expect(checks[0]?.hint).toContain('the organisation itself');
  });

  test('where nobody answers is a check that failed, and nothing is thrown', async () => {
    const peer = await openPeer();
    const provider = connect(connectionTo(peer));
    await peer.close();
    const [check] = await provider.checkHealth({ ...context, deadline: Date.now() + 300 });
    expect(check).toMatchObject({ code: 'DIRECTORY', status: 'FAILED' });
    expect(check?.hint).toContain('address');
  });
});

test('a clock that is wrong is told by how much', async () => {
  const peer = await openPeer({ clock: () => new Date(Date.now() - 300_000) });
  const check = (await healthOf(connect(connectionTo(peer)))).get('CLOCK');
  expect(check?.status).toBe('WARNING');
  expect(check?.message).toMatch(/is (299|300|301) s ahead of that of Okta/);
});
