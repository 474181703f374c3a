import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import type { UserEvent } from '../../src/directory/refresh/change-of.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { environmentOf, startGateway } from './gateway.ts';

const SECRET = 'f3b1c9d2a47e4f0c8b6d5a1e2c3b4d5e';

async function open(env: Readonly<Record<string, string>>) {
  const sandbox = await startSandbox({ users: 20 });
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  const gateway = await startGateway({ ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder, ...env });
  onTestFinished(async () => {
    await gateway.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  const post = async (body: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` };
    return (await fetch(`${gateway.url}/webhooks/pingone`, { method: 'POST', headers, body })).status;
  };
  return { sandbox, sweeper: gateway.directories[0]?.sweeper, post };
}

test('what a webhook names is read again, and shows in the snapshot', async () => {
  const { sandbox, sweeper, post } = await open({ PINGONE_WEBHOOK_SECRET: SECRET });
  const context = { lane: 'bulk', transactionId: 'test' } as const;
  await sweeper?.refresh({ asOf: new Date(), maxAgeMs: null, meter: new CostMeter(), context });
  const [user] = sandbox.tenant.collections.get('users')?.values() ?? [];
  if (user === undefined) throw new Error('Expected a user.');
  user['title'] = 'Astronaut';
  sandbox.world.touch();
  const told = new Promise<UserEvent>((resolve) => sweeper?.onUserEvent(resolve));
  const event = { action: { type: 'USER.UPDATED' }, resources: [{ type: 'USER', id: user.id }] };
  expect(await post(JSON.stringify([event]))).toBe(202);
  expect((await told).user).toMatchObject({ externalId: user.id, title: 'Astronaut' });
});

test('without a secret in the configuration there is no address for webhooks', async () => {
  const { post } = await open({});
  expect(await post('[]')).toBe(404);
});
