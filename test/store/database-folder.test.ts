import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LedgerIntent } from '../../src/actions/ledger.ts';
import { takeFolder } from '../../src/store/database-folder.ts';
import {
  type BulkItemTable,
  type BulkOperationTable,
  json,
  type TimedGrantTable,
} from '../../src/store/database.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import { hasPendingWork } from '../../src/store/pending-work.ts';
import { describePostgres } from './databases.ts';

/** A build machine that is busy takes its time over a database's first files. */
const patience = 180_000;

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

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-rest-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const note = (): string => join(directory, 'database.at-rest');

async function look(): Promise<{ readonly hasDatabase: boolean; readonly mayHaveWork: boolean }> {
  const folder = await takeFolder(directory);
  try {
    return { hasDatabase: await folder.hasDatabase(), mayHaveWork: await folder.mayHaveWork() };
  } finally {
    await folder.release();
  }
}

async function during(work: (store: Store<unknown>) => Promise<void>): Promise<void> {
  const store = await openStore({ url: null, directory });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

type OperationState = BulkOperationTable['state'];

async function keepOperation({ database }: Store<unknown>, state: OperationState): Promise<void> {
  await database.deleteFrom('bulk_operations').execute();
  const operation = { id: 'one', actor: 'local', action: 'SUSPEND_USER', directory: 'fake', state };
  await database
    .insertInto('bulk_operations')
    .values({ ...operation, input: json({}), on_failure: 'CONTINUE', created_at: new Date() })
    .execute();
}

async function keepItem({ database }: Store<unknown>, state: BulkItemTable['state']): Promise<void> {
  await database
    .insertInto('bulk_items')
    .values({
      id: 'one:1',
      operation_id: 'one',
      position: 1,
      subject: json({}),
      external_id: 'ada',
      state,
    })
    .execute();
}

async function keepGrant({ database }: Store<unknown>, state: TimedGrantTable['state']): Promise<void> {
  await database.deleteFrom('timed_grants').execute();
  const grant = { id: 'one', actor: 'local', directory: 'fake', external_id: 'ada', state };
  const rest = { subject: json({}), grant: json({}), until: new Date(), created_at: new Date() };
  await database
    .insertInto('timed_grants')
    .values({ ...grant, kind: 'GROUP', ...rest })
    .execute();
}

describe('the note of a database at rest', () => {
  test('where nothing was ever kept, there is no database and no work', async () => {
    expect(await look()).toEqual({ hasDatabase: false, mayHaveWork: false });
  });

  test('is a file of its own: what a link in its place leads to is left alone', async () => {
    mkdirSync(join(directory, 'database', 'global'), { recursive: true });
    writeFileSync(join(directory, 'database', 'global', 'pg_control'), 'state');
    const foreign = join(directory, 'foreign');
    writeFileSync(foreign, 'not ours');
    const folder = await takeFolder(directory);
    onTestFinished(() => folder.release());
    for (const link of [symlinkSync, linkSync]) {
      rmSync(note(), { force: true });
      link(foreign, note());
      await folder.rest();
      expect(readFileSync(foreign, 'utf8')).toBe('not ours');
      expect(lstatSync(note()).isFile()).toBe(true);
      expect(await folder.mayHaveWork()).toBe(false);
    }
  });

  test('what is no database, or cannot be told, is looked at', async () => {
    writeFileSync(join(directory, 'database'), '');
    expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: true });
    writeFileSync(note(), readFileSync(import.meta.filename));
    expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: true });
  });

  test(
    'is left by a close with nothing to do, taken away before the database is opened, and holds for that state of it alone',
    async () => {
      const folder = await takeFolder(directory);
      const store = await openStore({ url: null, directory: folder });
      await store.ledger.begin(intent);
      expect(existsSync(note())).toBe(false);
      await store.close();
      await expect(takeFolder(directory), 'whoever took it gives it back').rejects.toThrow(
        /in use by another/,
      );
      await folder.release();
      expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: false });
      expect(statSync(note()).mode & 0o777).toBe(0o600);
      const ofOldState = readFileSync(note(), 'utf8');

      await during(async (again) => {
        expect(existsSync(note())).toBe(false);
        await keepGrant(again, 'ACTIVE');
      });
      expect(existsSync(note())).toBe(false);
      expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: true });
      // A version that knows no notes would have left the old one there.
      writeFileSync(note(), ofOldState);
      expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: true });

      await during(async (again) => {
        await keepGrant(again, 'ENDED');
        await sql`insert into kysely_migration (name, timestamp) values ('9999-of-later', 'x')`.execute(
          again.database,
        );
      });
      expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: false });
      // An opening that fails leaves none.
      await expect(openStore({ url: null, directory })).rejects.toThrow(/If a newer Rollcall made them/);
      expect(await look()).toEqual({ hasDatabase: true, mayHaveWork: true });
    },
    patience,
  );
});

async function questionsAtEndOf(options: Pick<StoreOptions, 'directory' | 'url'>): Promise<number> {
  const store = await openStore(options);
  const asked = vi.spyOn(store.database, 'getExecutor');
  await store.close();
  return asked.mock.calls.length;
}

describe('a database of which nobody leaves a note', () => {
  test(
    'is not asked at its end whether it has work; one in a folder is',
    async () => {
      expect(await questionsAtEndOf({ url: null, directory: null })).toBe(0);
      expect(await questionsAtEndOf({ url: null, directory })).toBe(1);
    },
    patience,
  );
});

describePostgres('a database of which nobody leaves a note', (postgres) => {
  test('is not asked at its end whether it has work', async () => {
    expect(await questionsAtEndOf({ url: await postgres().createDatabase(), directory: null })).toBe(0);
  });
});

describe('what gateways take up by themselves', () => {
  test(
    'is every operation that was asked for and every access that will end, and nothing that waits for a caller',
    async () => {
      const store = await openStore({ url: null, directory: null });
      onTestFinished(() => store.close());
      const isPending = (): Promise<boolean> => hasPendingWork(store.database);
      expect(await isPending()).toBe(false);
      for (const state of ['PLANNED', 'DONE', 'STOPPED', 'CANCELLED'] as const) {
        await keepOperation(store, state);
        expect(await isPending(), state).toBe(false);
      }
      await keepItem(store, 'PENDING');
      expect(await isPending(), 'never begun').toBe(false);
      await store.database.updateTable('bulk_items').set({ state: 'RUNNING' }).execute();
      expect(await isPending(), 'begun and cancelled').toBe(true);
      for (const state of ['QUEUED', 'RUNNING'] as const) {
        await keepOperation(store, state);
        expect(await isPending(), state).toBe(true);
      }
      await keepOperation(store, 'DONE');
      for (const state of ['PENDING', 'ACTIVE', 'ENDING'] as const) {
        await keepGrant(store, state);
        expect(await isPending(), state).toBe(true);
      }
      for (const state of ['ENDED', 'DROPPED'] as const) {
        await keepGrant(store, state);
        expect(await isPending(), state).toBe(false);
      }
    },
    patience,
  );
});
