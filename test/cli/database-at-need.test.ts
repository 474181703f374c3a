import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ask, environmentOf, record, startGateway, until } from './gateway.ts';

/** A build machine that is busy takes its time over a database's first files. */
const patience = 300_000;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-need-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function newSandbox(users: number): Promise<Sandbox> {
  const sandbox = await startSandbox({ users, seed: 3 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const settings = (sandbox: Sandbox, folder: string): Record<string, string> => ({
  ...environmentOf(sandbox),
  PINGONE_WRITABLE: 'true',
  ROLLCALL_DATA_DIR: folder,
});

const people = ({ tenant }: Sandbox): readonly string[] => [
  ...(tenant.collections.get('users')?.keys() ?? []),
];

const isEnabled = ({ tenant }: Sandbox, id: string): unknown =>
  tenant.collections.get('users')?.get(id)?.['enabled'];

const suspend = `mutation ($input: SuspendUserInput!) {
  suspendUser(input: $input) { __typename ... on SuspendUserSuccess { changed } ... on Error { message } }
}`;

const suspendMany = `mutation ($input: SuspendUsersInput!) {
  suspendUsers(input: $input) { __typename ... on BulkOperation { state total } ... on Error { message } }
}`;

/** What the gateway answers without anything that it keeps, as long as it keeps nothing. */
const questions = `{
  users(first: 3) { nodes { username findings { rule { id } firstSeenAt disposition } } }
  identities(first: 3) { nodes { displayName } }
}`;

const refOf = (id: string) => ({ externalId: { directory: 'pingone', externalId: id } });
const ofUser = (id: string) => ({ input: { user: refOf(id), reason: 'left' } });

test(
  'nothing is opened for questions, everything by the first change, and after a clean end nothing again',
  async () => {
    const sandbox = await newSandbox(12);
    const folder = newFolder();
    const [database, note] = [join(folder, 'database'), join(folder, 'database.at-rest')];
    const env = settings(sandbox, folder);
    const output = record();
    const first = await startGateway(env, output);
    try {
      await expect(startGateway(env)).rejects.toThrow(/in use by another gateway \(process \d+\)\. Stop it/);
      const { errors } = await ask(first.url, questions);
      expect(errors).toBeUndefined();
      expect(existsSync(database)).toBe(false);
      expect(output.errors).not.toContain('Preparing the database ...');

      const [, one = '', other = ''] = people(sandbox);
      const changes = await Promise.all([one, other].map((id) => ask(first.url, suspend, ofUser(id))));
      for (const change of changes)
        expect(change).toMatchObject({ data: { suspendUser: { changed: true } } });
      expect(output.errors.filter((line) => line === 'Preparing the database ...')).toHaveLength(1);
      expect(existsSync(database)).toBe(true);
      expect(existsSync(note)).toBe(false);
    } finally {
      await first.close();
    }
    expect(existsSync(note)).toBe(true);

    const second = await startGateway(env);
    try {
      expect((await ask(second.url, '{ users(first: 1) { nodes { username } } }')).errors).toBeUndefined();
      // It is taken away before the database is opened.
      expect(existsSync(note)).toBe(true);
      const { data } = await ask(second.url, '{ ledger(first: 10) { nodes { outcome } } }');
      expect(data).toEqual({ ledger: { nodes: [{ outcome: 'SUCCEEDED' }, { outcome: 'SUCCEEDED' }] } });
      expect(existsSync(note)).toBe(false);
    } finally {
      await second.close();
    }
    expect(existsSync(note)).toBe(true);
    expect(existsSync(join(folder, 'gateway.lock'))).toBe(false);

    // One that cannot be opened is found when it is needed.
    const [version, aside] = [join(database, 'PG_VERSION'), join(folder, 'PG_VERSION')];
    renameSync(version, aside);
    const third = await startGateway(env);
    try {
      const id = people(sandbox)[3] ?? '';
      const detail = async (): Promise<string> => await (await fetch(`${third.url}/readyz`)).text();
      await until(async () => (await fetch(`${third.url}/readyz`)).status === 200);
      expect(await detail()).not.toContain('the database');
      const refused = await ask(third.url, suspend, ofUser(id));
      expect(refused.data).toEqual({ suspendUser: null });
      expect(refused.errors).toMatchObject([
        {
          message: expect.stringMatching(
            /^The database in .* could not be opened: .*Put a copy of the data directory/,
          ),
          extensions: { code: 'DATABASE_UNAVAILABLE' },
        },
      ]);
      expect(isEnabled(sandbox, id)).toBe(true);
      expect(await detail()).toContain('"the database":"It could not be opened, so no change is made');

      renameSync(aside, version);
      // The failure stands for a while.
      let answer = await ask(third.url, suspend, ofUser(id));
      await until(async () => {
        if (answer.errors !== undefined) answer = await ask(third.url, suspend, ofUser(id));
        return answer.errors === undefined;
      }, 60);
      expect(answer.data).toMatchObject({ suspendUser: { changed: true } });
      expect(await detail()).not.toContain('the database');
    } finally {
      await third.close();
    }
  },
  patience,
);

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

async function startProcess(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) return { url, kill };
  }
  throw new Error('Expected an address; the gateway ended.');
}

test(
  'a bulk operation that a killed gateway left goes on at the next start, though nobody asks for anything',
  async () => {
    const sandbox = await newSandbox(20);
    const folder = newFolder();
    const env = settings(sandbox, folder);
    const subjects = people(sandbox).slice(2, 12);
    const killed = await startProcess(env);
    // The first changes are on their way when the gateway goes away.
    sandbox.faults.add({ method: 'PUT', fault: { kind: 'latency', delayMs: 600_000 } });
    const input = { users: subjects.map(refOf), reason: 'left' };
    const answer = ask(killed.url, suspendMany, { input }).catch(() => null);
    await until(() => Object.keys(sandbox.requests.byRoute).some((route) => route.startsWith('PUT')), 100);
    await killed.kill();
    await answer;
    sandbox.faults.clear();
    const store = await openStore({ url: null, directory: folder });
    // Otherwise it stays the killed one's for half a minute.
    await store.database
      .updateTable('bulk_operations')
      .set({ lease_until: new Date(0) })
      .execute();
    await store.close();

    await startProcess(env);
    await until(() => subjects.every((id) => isEnabled(sandbox, id) === false), 100);
    expect(subjects.map((id) => isEnabled(sandbox, id))).toEqual(subjects.map(() => false));
  },
  patience,
);
