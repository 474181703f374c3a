import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectDirectories } from '../../src/cli/connect.ts';
import { packageVersion } from '../../src/cli/package-version.ts';
import { loadConfig } from '../../src/config.ts';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import type { Directory } from '../../src/directory/directory.ts';
import type { SnapshotStore } from '../../src/directory/snapshot/snapshot-store.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { openSnapshotFiles } from '../../src/store/snapshot-files.ts';
import { plainly } from '../directory/some-sweep.ts';
import { ask, environmentOf, startGateway, until } from './gateway.ts';

let sandbox: Sandbox;
let folder: string;
let said: string[];
beforeEach(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3 });
  folder = await mkdtemp(join(tmpdir(), 'rollcall-kept-'));
  said = [];
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

function warn(_: unknown, text?: string): void {
  said.push(text ?? '');
}

function filesIn(directory: string): SnapshotStore {
  const log = { warn, debug: (): void => {} };
  return openSnapshotFiles({ directory, version: packageVersion(), log });
}

/** What a gateway knows of the directory from its start to its end. */
async function lifetime(): Promise<Sweep | null> {
  const config = loadConfig({ env: environmentOf(sandbox) });
  const directories = connectDirectories(config, undefined, filesIn(folder));
  const sweep = await snapshotOf(directories);
  await Promise.all(directories.map((directory) => directory.close()));
  return sweep;
}

async function snapshotOf([directory]: readonly Directory[]): Promise<Sweep | null> {
  const context = { lane: 'interactive', transactionId: 'test' } as const;
  const scope = { asOf: new Date(), maxAgeMs: null, meter: new CostMeter(), context };
  return (await directory?.sweeper.read(scope)) ?? null;
}

test('a gateway that starts again has the snapshot of the one before, whole and equal', async () => {
  const first = await lifetime();
  expect(await readdir(join(folder, 'snapshots'))).toEqual(['pingone.jsonl.gz']);
  const listed = sandbox.requests.of('GET /environments/{environmentId}/users');
  const gateway = await startGateway({ ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder });
  const second = await snapshotOf(gateway.directories);
  await gateway.close();
  expect(first?.users.rows).toHaveLength(60);
  expect(plainly(second)?.users).toEqual(plainly(first)?.users);
  expect(plainly(second)?.devices).toEqual(plainly(first)?.devices);
  expect(sandbox.requests.of('GET /environments/{environmentId}/users')).toBe(listed);
});

test('a gateway that starts again tells of its snapshot before anybody asked about people, without a call', async () => {
  const first = await lifetime();
  const listed = sandbox.requests.of('GET /environments/{environmentId}/users');
  const gateway = await startGateway({ ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder });
  const { data } = await ask(
    gateway.url,
    '{ directories { snapshot { takenAt state coverage { checked } } } }',
  );
  await gateway.close();
  expect(data).toEqual({
    directories: [
      { snapshot: { takenAt: first?.takenAt.toISOString(), state: 'STALE', coverage: { checked: 60 } } },
    ],
  });
  expect(sandbox.requests.of('GET /environments/{environmentId}/users')).toBe(listed);
});

test('a gateway that starts again loads its snapshot though nobody asks, and plans with it', async () => {
  await lifetime();
  const devices = sandbox.requests.of('GET /environments/{environmentId}/users/{userId}/devices');
  const gateway = await startGateway({ ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder });
  await until(() => gateway.directories[0]?.sweeper.current?.users.rows.length === 60);
  const { data } = await ask(
    gateway.url,
    '{ users(first: 5) { nodes { mfa { source devices { id } } } } }',
    {},
    { 'cache-control': 'max-age=3600' },
  );
  await gateway.close();
  expect(data).toMatchObject({
    users: { nodes: Array.from({ length: 5 }, () => ({ mfa: { source: 'SNAPSHOT' } })) },
  });
  expect(sandbox.requests.of('GET /environments/{environmentId}/users/{userId}/devices')).toBe(devices);
});

test('who listens to the progress just after a start hears of the snapshot that was saved', async () => {
  await lifetime();
  const gateway = await startGateway({ ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder });
  const leaving = new AbortController();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({
      query: 'subscription { snapshotProgress(directory: "pingone") { phase done } }',
    }),
    signal: leaving.signal,
  });
  let heard = '';
  for await (const chunk of response.body ?? []) {
    heard += new TextDecoder().decode(chunk);
    if (heard.includes('snapshotProgress')) break;
  }
  leaving.abort();
  await gateway.close();
  expect(heard).toContain('{"phase":"DONE","done":60}');
});

test('a damaged snapshot costs a sweep and a line in the log, and no more', async () => {
  await lifetime();
  const path = join(folder, 'snapshots', 'pingone.jsonl.gz');
  await writeFile(path, (await readFile(path)).subarray(0, -40));
  const again = await lifetime();
  expect(again?.users.rows).toHaveLength(60);
  expect(again?.coverage.complete).toBe(true);
  expect(said).toEqual([
    expect.stringContaining('is damaged and was removed: expected whole compressed data'),
  ]);
});

test('all that a sweep of the sandbox holds is the same when it is read again', async () => {
  const directories = connectDirectories(loadConfig({ env: environmentOf(sandbox) }));
  const sweep = await snapshotOf(directories);
  await Promise.all(directories.map((directory) => directory.close()));
  if (sweep === null) throw new Error('Expected a sweep.');
  const key = { directory: 'pingone', kind: 'PINGONE', externalId: 'environment' } as const;
  const files = filesIn(folder);
  await files.save(key, sweep);
  const read = await files.load(key);
  expect(plainly(read)).toEqual(plainly(sweep));
  expect(read?.devices.size).toBe(60);
  expect(read?.userGroups.size).toBeGreaterThan(10);
  expect(read?.applicationGrants.size).toBeGreaterThan(3);
});
