import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createKey } from '../../src/access/manage-keys.ts';
import { openUntilKeys } from '../../src/access/open-until-keys.ts';
import { announcement } from '../../src/cli/announcement.ts';
import { runKeys } from '../../src/cli/keys.ts';
import { startDoor } from '../../src/door.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { environmentOf, record, startGateway } from './gateway.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-callers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function statusOf(url: string, authorization: string | null): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
    body: JSON.stringify({ query: '{ viewer { name } }' }),
  });
  await response.text();
  return response.status;
}

test('a gateway that started open refuses a wrong key, and closes when the first key is created', async () => {
  const sandbox = await startSandbox({ users: 5, seed: 3 });
  const folder = newFolder();
  const output = record();
  const env = { ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder };
  const gateway = await startGateway(env, output);
  onTestFinished(async () => {
    await gateway.close();
    await sandbox.close();
  });
  expect(output.errors, 'it is made when it is needed').not.toContain('Preparing the database ...');
  expect(await statusOf(gateway.url, null)).toBe(200);
  for (const wrong of ['Bearer gw1_0', 'Bearer not.a.token', 'Basic YTpi', 'nonsense'])
    expect(await statusOf(gateway.url, wrong), wrong).toBe(401);

  const keys = record();
  const context = { keysFile: join(folder, 'keys.json'), directories: [], output: keys };
  expect(runKeys(['create', '--name', 'bot', '--role', 'viewer'], context)).toBe(0);
  expect(keys.errors[0]).toMatch(/^This is the first key: from now on callers need one/);
  expect(await statusOf(gateway.url, null)).toBe(401);
  expect(await statusOf(gateway.url, `Bearer ${keys.lines[0]}`)).toBe(200);

  const [, id = ''] = keys.lines[0]?.split('_') ?? [];
  expect(runKeys(['revoke', id], context)).toBe(0);
  expect(keys.errors.at(-1)).toContain('No key is good any more');
  expect(await statusOf(gateway.url, `Bearer ${keys.lines[0]}`)).toBe(401);
  expect(await statusOf(gateway.url, null)).toBe(401);
});

test('a gateway that was closed by a key does not open while it runs, whatever becomes of the file', async () => {
  const keysFile = join(newFolder(), 'keys.json');
  const who = openUntilKeys(keysFile);
  expect(await who(new Headers())).toMatchObject({ name: 'local' });
  createKey(keysFile, { name: 'bot', permissions: [], role: 'viewer', days: 1 });
  await expect(who(new Headers())).rejects.toThrow('received none');
  rmSync(keysFile);
  await expect(who(new Headers())).rejects.toThrow('received none');
});

test('the announcement over simulated directories says whether callers need a key', () => {
  const address = 'http://127.0.0.1:4000/graphql';
  expect(announcement({ sandbox: true, access: null }, [], address)).toMatch(/^Nothing is configured: /);
  const closed = announcement({ sandbox: true, access: { issuers: [], keysFile: '/k' } }, [], address);
  expect(closed).toContain('Callers need an API key');
  expect(closed).not.toContain('Nothing is configured');
});

test('the address that is announced for all interfaces is answered, and 421 names the setting', async () => {
  const door = await startDoor({
    host: '0.0.0.0',
    port: 0,
    handler: (_request, response) => void response.end('{}'),
    ready: async () => ({ ready: true }) as never,
    metrics: async () => '',
  });
  onTestFinished(() => door.close(0));
  expect(door.url).toBe(`http://127.0.0.1:${door.port}`);
  expect((await fetch(`${door.url}/healthz`)).status).toBe(200);
  const other = await fetch(`http://127.0.0.2:${door.port}/healthz`);
  expect(other.status).toBe(421);
  expect(await other.text()).toContain('ROLLCALL_ALLOWED_HOSTS');
});

test('a key for a directory that nobody configured is made with a warning', () => {
  const output = record();
  const context = {
    keysFile: join(newFolder(), 'keys.json'),
    directories: [],
    simulated: ['sandbox', 'okta', 'scim'],
    output,
  };
  const argv = ['create', '--name', 'bot', '--role', 'viewer', '--directory', 'nosuch'];
  expect(runKeys(argv, context)).toBe(0);
  expect(output.errors[0]).toMatch(/^Warning: no directory is called "nosuch"/);
});
