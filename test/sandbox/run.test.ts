import { expect, test } from 'vitest';
import { runSandbox, SandboxUsageError } from '../../src/sandbox/run.ts';
import { askToken } from './test-client.ts';

test('prints the settings that open it', async () => {
  const { sandbox, lines } = await runSandbox(['--users', '12', '--seed', '7', '--latency', '1']);
  if (sandbox === undefined) throw new Error('expected a sandbox that runs');
  expect(sandbox.tenant.collections.get('users')?.size).toBe(12);
  expect(sandbox.settings.latencyMs).toBe(1);
  // Nobody else is in its process: rows are kept as they go over the wire.
  expect(sandbox.world.changesAreTold).toBe(true);
  for (const line of [
    `export PINGONE_ENVIRONMENT_ID=${sandbox.tenant.environmentId}`,
    `export PINGONE_CLIENT_ID=${sandbox.tenant.worker.clientId}`,
    `export PINGONE_CLIENT_SECRET=${sandbox.tenant.worker.clientSecret}`,
    `export PINGONE_API_URL=${sandbox.apiUrl}`,
    `export PINGONE_AUTH_URL=${sandbox.authUrl}`,
  ])
    expect(lines).toContain(line);
  expect((await askToken(sandbox)).status).toBe(200);
  await sandbox.close();
});

test('says every mistake in the options, and what was expected', async () => {
  const wrong = runSandbox(['--users', '0', '--sed', '1', '--port=x', 'extra', '--latency']);
  await expect(wrong).rejects.toThrow(SandboxUsageError);
  const message = String(await wrong.catch((error: unknown) => error));
  for (const part of [
    '--users: expected a whole number from 1 to 100000, received 0',
    'There is no option --sed',
    '--port: expected a whole number from 0 to 65535, received x',
    'received extra',
    '--latency: expected a whole number from 0 to 60000, received nothing',
    'See rollcall sandbox --help.',
  ])
    expect(message).toContain(part);
  expect(message).not.toContain('Usage: ');
});

test('explains itself without starting', async () => {
  const { sandbox, lines } = await runSandbox(['--help']);
  expect(sandbox).toBeUndefined();
  expect(lines.join('\n')).toContain('--requests-per-second');
});
