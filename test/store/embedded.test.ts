import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerIntent } from '../../src/actions/ledger.ts';
import { lockDirectory } from '../../src/store/directory-lock.ts';
import { openStore } from '../../src/store/open-store.ts';
import { describePostgres } from './databases.ts';

const intent: LedgerIntent = {
  actor: 'local',
  action: 'SUSPEND_USER',
  subject: { directory: 'fake', type: 'USER', externalId: 'ada' },
  reason: null,
  dryRun: false,
  parameters: null,
  cause: null,
  before: null,
  correlationId: 'c',
  idempotencyKey: null,
  inverse: null,
};

/** A build machine that is busy takes its time over a database's first files. */
const patience = 180_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Appends until it is killed, and prints the id of each entry that the store said was written. */
const appending = `
  import { openStore } from ${JSON.stringify(new URL('../../src/store/open-store.ts', import.meta.url).href)};
  const [url, directory] = JSON.parse(process.env.PLACE);
  const store = await openStore({ url, directory });
  const append = async () => {
    for (;;) {
      const { id } = await store.ledger.begin(${JSON.stringify(intent)});
      console.log(id);
      await store.ledger.settle(id, { outcome: 'SUCCEEDED', after: null, code: null });
    }
  };
  for (let index = 0; index < 5; index += 1) void append();
`;

/** Kills a gateway in the middle of appending. Answers what it said was written, and is not there. */
async function lostByKill(url: string | null, directory: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', appending], {
    env: { ...process.env, PLACE: JSON.stringify([url, directory]) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === 100) child.kill('SIGKILL');
  }
  await ended;
  expect(said.length).toBeGreaterThanOrEqual(100);

  const store = await openStore({ url, directory });
  expect(await store.ledger.verify()).toMatchObject({ intact: true });
  const { rows } = await store.ledger.list({}, { first: 10_000, after: null });
  const ids = new Set(rows.map(({ entry }) => entry.id));
  await store.ledger.begin(intent);
  expect(await store.ledger.verify()).toMatchObject({ intact: true });
  await store.close();
  return said.filter((id) => !ids.has(id));
}

describe('the embedded database', () => {
  test(
    'has what was written before, in a folder closed to others, for one gateway at a time',
    async () => {
      const directory = join(folder, 'data');
      const missing = openStore({ url: null, directory, create: false });
      await expect(missing).rejects.toThrow(`There is no database in ${directory}`);
      expect(existsSync(directory)).toBe(false);

      const store = await openStore({ url: null, directory });
      const entry = await store.ledger.begin(intent);
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      await expect(openStore({ url: null, directory })).rejects.toThrow(
        new RegExp(`in use by another gateway \\(process ${process.pid}\\)\\. Stop it, or set DATABASE_URL`),
      );
      await store.close();

      const again = await openStore({ url: null, directory, create: false });
      expect(await again.ledger.get(entry.id)).toEqual(entry);
      await again.close();
      expect(existsSync(join(directory, 'gateway.lock'))).toBe(false);
    },
    patience,
  );

  test('a folder that cannot be written to is told as such', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(openStore({ url: null, directory: join(file, 'data') })).rejects.toThrow(
      /^ROLLCALL_DATA_DIR: expected a folder that can be written to/,
    );
  });

  test(
    'loses nothing that it said was written when its gateway is killed',
    async () => {
      expect(await lostByKill(null, folder)).toEqual([]);
    },
    patience,
  );
});

describePostgres('a killed gateway', (postgres) => {
  test(
    'loses nothing that it said was written',
    async () => {
      expect(await lostByKill(await postgres().createDatabase(), folder)).toEqual([]);
    },
    patience,
  );
});

const path = (): string => join(folder, 'gateway.lock');

describe("the folder's lock", () => {
  test.each([
    ['whose process has ended', () => JSON.stringify({ pid: 2 ** 22 + 1, started: null })],
    [
      'whose process id is somebody else now',
      () => JSON.stringify({ pid: process.pid, started: 'other-boot/1' }),
    ],
    ['of a machine that fell silent', () => JSON.stringify({ pid: 1, started: null, host: 'elsewhere' })],
    ['that says nothing', () => ''],
  ])('one %s is taken over', async (_case, content) => {
    writeFileSync(path(), content());
    utimesSync(path(), new Date(0), new Date(0));
    const lock = await lockDirectory(folder);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(existsSync(path())).toBe(false);
  });

  test('one of another machine that is at work is left alone', async () => {
    writeFileSync(path(), JSON.stringify({ pid: 2 ** 22 + 1, started: null, host: 'elsewhere' }));
    await expect(lockDirectory(folder)).rejects.toThrow('process 4194305 on elsewhere');
  });

  test('of many who take over at once, one has it', async () => {
    writeFileSync(path(), '');
    const takers = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(folder)));
    expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
