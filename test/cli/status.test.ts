import { afterEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Serving } from '../../src/cli/serve.ts';
import { ask, environmentOf, record, startGateway, until } from './gateway.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function connected(prepare: (sandbox: Sandbox) => void): Promise<{
  gateway: Serving;
  sandbox: Sandbox;
  output: ReturnType<typeof record>;
}> {
  const sandbox = await startSandbox({ users: 30, seed: 3 });
  closing.push(() => sandbox.close());
  prepare(sandbox);
  const output = record();
  const gateway = await startGateway(environmentOf(sandbox), output);
  closing.push(() => gateway.close());
  return { gateway, sandbox, output };
}

test('alive at once, ready when the directory has answered; what keeps it is said once', async () => {
  // Two attempts of ours fall on it before the first try gives up; the next one, five seconds later, would be answered.
  const { gateway, sandbox, output } = await connected(({ faults }) => {
    faults.add({ route: '/environments/{environmentId}', fault: { kind: 'status', status: 503 } });
  });
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  await until(() => output.errors.length > 0);
  const waiting = await fetch(`${gateway.url}/readyz`);
  expect(waiting.status).toBe(503);
  expect(await waiting.text()).not.toContain(sandbox.tenant.environmentId);
  expect(output.errors).toHaveLength(1);
  expect(output.errors[0]).toContain('cannot be used yet');
  expect(output.errors[0]).toContain('rollcall doctor');

  sandbox.faults.clear();
  await until(async () => (await fetch(`${gateway.url}/readyz`)).status === 200, 20);
}, 40_000);

test('a directory that refuses its own record has answered: ready', async () => {
  const { gateway, output } = await connected(({ faults }) => {
    faults.add({ route: '/environments/{environmentId}', fault: { kind: 'status', status: 403 } });
  });
  await until(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
  expect(output.errors).toEqual([]);
});

test('metrics count calls by route, without ids, names or secrets', async () => {
  const { gateway, sandbox } = await connected(() => undefined);
  const { data } = await ask(
    gateway.url,
    '{ users(first: 5) { nodes { id externalId username mfa { status devices { id } } } } }',
  );
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  for (const series of [
    'rollcall_upstream_exchanges_total',
    'rollcall_upstream_duration_seconds',
    'rollcall_upstream_calls',
    'rollcall_operation_duration_seconds',
  ]) {
    expect(text).toContain(`\n${series}`);
  }
  const { tenant } = sandbox;
  const { nodes } = (data ?? {})['users'] as { nodes: { externalId: string; username: string }[] };
  expect(nodes).toHaveLength(5);
  const hidden = [tenant.environmentId, tenant.worker.clientId, tenant.worker.clientSecret, sandbox.authUrl];
  for (const word of [...hidden, ...nodes.flatMap(({ externalId, username }) => [externalId, username])]) {
    expect(text).not.toContain(word);
  }
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});
