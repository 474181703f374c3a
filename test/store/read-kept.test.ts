import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { takeFolder } from '../../src/store/database-folder.ts';
import { DurableHistoryStore } from '../../src/store/finding-store.ts';
import { DurableLinkStore } from '../../src/store/link-store.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { openKept } from '../../src/store/read-kept.ts';
import { StoreError, StoreInUseError } from '../../src/store/store-error.ts';
import { idOf, lookAt } from '../findings/history/looks.ts';
import { describePostgres } from './databases.ts';

const now = new Date();

async function decide({ database }: Store<unknown>): Promise<void> {
  const history = new DurableHistoryStore(database);
  await history.observe(lookAt('acme', now, { alice: 'HIGH', bob: 'LOW' }));
  const expiresAt = new Date(now.getTime() + 86_400_000);
  await history.accept(idOf('alice', 'acme'), { reason: 'r', by: 'b', at: now, expiresAt, severity: 'HIGH' });
  const account = { directory: 'acme', externalId: 'alice' };
  const other = { directory: 'acme', externalId: 'bob' };
  await new DurableLinkStore(database).put({
    kind: 'DIFFERENT',
    one: account,
    other,
    by: 'b',
    reason: null,
    at: now,
  });
}

async function readBy(place: Parameters<typeof openKept>[0]) {
  const kept = await openKept(place);
  if (kept === null) return null;
  try {
    const accepted = (await kept.accepted()).map(({ id }) => id);
    const links = (await kept.links()).map(({ kind }) => kind);
    return { accepted, links, records: (await kept.recordsOf([idOf('bob', 'acme')])).size };
  } finally {
    await kept.close();
  }
}

const decided = { accepted: [idOf('alice', 'acme')], links: ['DIFFERENT'], records: 1 };

describe('what a gateway keeps in a folder', () => {
  test('is not nothing where something is there that cannot be read', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-kept-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const place = { url: null, directory };
    const files = join(directory, 'database');
    mkdirSync(join(files, 'base'), { recursive: true });
    await expect(openKept(place)).rejects.toThrow(StoreError);
    await expect(openKept(place)).rejects.toThrow(/database cannot be read: ENOENT: .*PG_VERSION/);
    rmSync(files, { recursive: true });
    writeFileSync(files, '');
    await expect(openKept(place)).rejects.toThrow(/database cannot be read: ENOTDIR: /);
    rmSync(files);
    expect(await openKept(place)).toBeNull();
  });

  test('is refused in words where the folder cannot be taken', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-kept-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    mkdirSync(join(directory, 'database'));
    writeFileSync(join(directory, 'database', 'PG_VERSION'), '17');
    // As of an account that may not read it; accounts that may do anything have no other way to be refused.
    mkdirSync(join(directory, 'gateway.lock'));
    for (const take of [() => openKept({ url: null, directory }), () => takeFolder(directory)]) {
      await expect(take()).rejects.toThrow(StoreError);
      await expect(take()).rejects.toThrow(
        `ROLLCALL_DATA_DIR: expected a folder that can be written to, received ${directory}: EISDIR`,
      );
    }
  });

  test('is read when no gateway has it, and left at rest as it was', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-kept-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const place = { url: null, directory };
    expect(await openKept(place)).toBeNull();
    expect(await openKept({ url: null, directory: join(directory, 'nowhere') })).toBeNull();
    expect(await openKept({ url: null, directory: null })).toBeNull();
    const store = await openStore({ url: null, directory });
    await decide(store);
    await expect(openKept(place)).rejects.toThrow(StoreInUseError);
    await store.close();
    expect(await readBy(place)).toEqual(decided);
    const folder = await takeFolder(directory, false);
    expect(await folder.mayHaveWork()).toBe(false);
    await folder.release();
    expect(await readBy(place)).toEqual(decided);
  });
});

describePostgres('what gateways keep', (postgres) => {
  test('is read beside a gateway; where none ever was, there is nothing', async () => {
    const url = await postgres().createDatabase();
    const place = { url, directory: null };
    expect(await openKept(place)).toBeNull();
    const store = await openStore({ url, directory: null });
    try {
      await decide(store);
      expect(await readBy(place)).toEqual(decided);
      // An older gateway had no such table, and so no such decision.
      await sql`drop table identity_links`.execute(store.database);
      expect(await readBy(place)).toEqual({ ...decided, links: [] });
      // A newer one may keep it in another way: that is not the same as none.
      await sql`alter table finding_records rename column accepted_until to ends`.execute(store.database);
      await expect(readBy(place)).rejects.toThrow(StoreError);
      await expect(readBy(place)).rejects.toThrow(/cannot be read: .*accepted_until/);
    } finally {
      await store.close();
    }
  });

  test('is read by a user who may do nothing else', async () => {
    const url = await postgres().createDatabase();
    const store = await openStore({ url, directory: null });
    try {
      await decide(store);
      await sql`create role reader login`.execute(store.database).catch(() => undefined);
      await sql`grant select on all tables in schema public to reader`.execute(store.database);
      const readers = new URL(url);
      readers.username = 'reader';
      expect(await readBy({ url: readers.href, directory: null })).toEqual(decided);
    } finally {
      await store.close();
    }
  });
});
