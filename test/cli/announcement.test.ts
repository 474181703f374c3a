import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { environmentOf, record, startGateway, until } from './gateway.ts';

test('with a credential that is refused, nothing claims a connection, and the reason follows', async () => {
  const sandbox = await startSandbox({ users: 5, seed: 3 });
  const output = record();
  const env = { ...environmentOf(sandbox), PINGONE_CLIENT_SECRET: 'not-the-secret-of-it' };
  const gateway = await startGateway(env, output);
  expect(output.lines).toEqual([`Serving pingone (read-only). Open ${gateway.url}/graphql`]);
  await until(() => output.errors.length > 0);
  expect(output.errors[0]).toMatch(/^pingone .*\. "rollcall doctor" tries everything\.$/);
  await gateway.close();
  await sandbox.close();
});
