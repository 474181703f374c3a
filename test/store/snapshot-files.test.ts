import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SnapshotKey, SnapshotStore } from '../../src/directory/snapshot/snapshot-store.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { known } from '../../src/model/fact.ts';
import { openSnapshotFiles } from '../../src/store/snapshot-files.ts';
import { listOf, noon, plainly, someSweep, someUser } from '../directory/some-sweep.ts';

const key: SnapshotKey = { directory: 'pingone', kind: 'PINGONE', externalId: 'environment-1' };

let dataDirectory: string;
let said: string[];
let store: SnapshotStore;
let path: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'rollcall-snapshots-'));
  said = [];
  store = open();
  path = join(dataDirectory, 'snapshots', 'pingone.jsonl.gz');
});
afterEach(async () => {
  await rm(dataDirectory, { recursive: true, force: true });
});

function warn(_: unknown, text?: string): void {
  said.push(text ?? '');
}

function open(more: { readonly version?: string; readonly directory?: string } = {}): SnapshotStore {
  return openSnapshotFiles({
    directory: dataDirectory,
    version: '1.2.3',
    log: { warn, debug: nothing },
    ...more,
  });
}

/** The same bytes but for one. */
function hit(bytes: Buffer, { at, by }: { readonly at: number; readonly by: number }): Buffer {
  const copy = Buffer.from(bytes);
  const index = Math.floor(at * copy.length);
  copy[index] = (copy[index] ?? 0) ^ by;
  return copy;
}

async function load(from: SnapshotStore, whose: SnapshotKey): Promise<Sweep | null> {
  return plainly(await from.load(whose));
}

function nothing(): void {}

function sweepOf(...ids: readonly string[]): Sweep {
  return someSweep({
    users: listOf(ids.map((id) => someUser(id, { email: `${id}@example.com`, createdAt: noon }))),
    devices: new Map(ids.map((id) => [id, known([], noon, 'REPORT')])),
  });
}

describe('a snapshot in a file', () => {
  test('is there again after a restart', async () => {
    await store.save(key, sweepOf('ada', 'bob'));
    expect(await load(open(), key)).toStrictEqual(sweepOf('ada', 'bob'));
    expect(said).toEqual([]);
  });

  test('that was never saved is not missed', async () => {
    expect(await load(store, key)).toBeNull();
    expect(await readdir(dataDirectory)).toEqual([]);
    expect(said).toEqual([]);
  });

  test('can be read by nobody else, whatever the folder was before', async () => {
    await mkdir(dirname(path), { mode: 0o755 });
    await store.save(key, sweepOf('ada'));
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(path))).toEqual(['pingone.jsonl.gz']);
  });

  test('gives way to the next one', async () => {
    await store.save(key, sweepOf('ada'));
    await store.save(key, sweepOf('bob'));
    expect(await load(store, key)).toStrictEqual(sweepOf('bob'));
  });

  test.each([
    '../../etc/passwd',
    '/absolute',
    '..',
    '',
    'PingOne',
    'pingone.jsonl.gz',
    'k\u0000',
    'ключ',
    'x'.repeat(400),
    '%70ingone',
  ])('has a place of its own for the key %#', async (directory) => {
    await store.save(key, sweepOf('ada'));
    await store.save({ ...key, directory }, sweepOf('bob'));
    expect(await load(store, key)).toStrictEqual(sweepOf('ada'));
    expect(await load(store, { ...key, directory })).toStrictEqual(sweepOf('bob'));
    expect(await readdir(dataDirectory)).toEqual(['snapshots']);
    const names = await readdir(dirname(path));
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^[a-z0-9_%-]{1,120}\.jsonl\.gz$/);
  });
});

describe('a file that cannot be trusted', () => {
  test('is found, or says the same, whichever byte of it is another one', async () => {
    const sweep = sweepOf('ada', 'bob', 'eve');
    await store.save(key, sweep);
    const good = await readFile(path);
    const content = gunzipSync(good);
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      by: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (where, packed) => {
        await writeFile(path, packed ? hit(good, where) : gzipSync(hit(content, where)));
        const read = await load(store, key);
        // Of the compression some bytes mean nothing, of what is compressed none.
        expect(read === null || (packed && isDeepStrictEqual(read, sweep))).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test('is found wherever it was cut off or has more', async () => {
    await store.save(key, sweepOf('ada', 'bob'));
    const good = await readFile(path);
    const content = gunzipSync(good);
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(share, fc.boolean(), async (at, packed) => {
        const whole = packed ? good : content;
        const part = whole.subarray(0, Math.floor(at * whole.length));
        await writeFile(path, packed ? part : gzipSync(part));
        expect(await load(store, key)).toBeNull();
      }),
      { numRuns: 120 },
    );
    for (const more of ['\n', '["users"]\n', '{}\n', '{"lines":1,"sha256":""}\n']) {
      await writeFile(path, gzipSync(Buffer.concat([content, Buffer.from(more)])));
      expect(await load(store, key)).toBeNull();
    }
    await writeFile(path, Buffer.concat([good, good]));
    expect(await load(store, key)).toBeNull();
  });

  test('is removed, and one line says which, why and what comes next, but nothing about people', async () => {
    await store.save(key, sweepOf('ada'));
    const content = gunzipSync(await readFile(path)).toString();
    await writeFile(path, gzipSync(content.replace('ada@example.com', 'eve@example.com')));
    expect(await load(store, key)).toBeNull();
    expect(said).toEqual([
      expect.stringMatching(
        /^The snapshot \S+pingone\.jsonl\.gz is damaged and was removed: expected content with SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}\. A sweep will be taken instead, and saved in its place\.$/,
      ),
    ]);
    expect(await readdir(dirname(path))).toEqual([]);
    await writeFile(path, gzipSync(content.replace('"ada@example.com"', '"ada@example.com')));
    expect(await load(store, key)).toBeNull();
    await writeFile(path, 'not compressed at all, ada@example.com');
    expect(await load(store, key)).toBeNull();
    expect(said).toHaveLength(3);
    expect(said.join('\n')).not.toContain('ada');
    await store.save(key, sweepOf('bob'));
    expect(await load(store, key)).toStrictEqual(sweepOf('bob'));
  });

  test.each([
    ['tenant', { externalId: 'environment-2' }],
    ['kind of provider', { kind: 'OKTA' }],
  ] as const)('of another %s is not used, and removed', async (_, other) => {
    await store.save({ ...key, ...other }, sweepOf('ada'));
    expect(await load(store, key)).toBeNull();
    expect(said[0]).toContain('expected one of "pingone" (PINGONE environment-1), found one of "pingone" (');
    expect(await readdir(dirname(path))).toEqual([]);
  });

  test('of another directory, put in the place of this one, is not used', async () => {
    await store.save({ ...key, directory: 'other' }, sweepOf('ada'));
    await rename(join(dirname(path), 'other.jsonl.gz'), path);
    expect(await load(store, key)).toBeNull();
    expect(said).toEqual([expect.stringContaining('found one of "other" (PINGONE environment-1)')]);
  });

  test('of another version is not used, and stays for that version', async () => {
    await open({ version: '1.2.4' }).save(key, sweepOf('ada'));
    expect(await load(store, key)).toBeNull();
    expect(said).toEqual([
      expect.stringMatching(
        / is not used: expected format \d+ of version 1\.2\.3, found format \d+ of version 1\.2\.4\. A sweep/,
      ),
    ]);
    expect(await load(open({ version: '1.2.4' }), key)).toStrictEqual(sweepOf('ada'));
  });

  test('behind a symbolic link is not read, and a save puts a file in the place of the link', async () => {
    await store.save({ ...key, directory: 'elsewhere' }, sweepOf('eve'));
    const aim = join(dirname(path), 'elsewhere.jsonl.gz');
    await symlink(aim, path);
    expect(await load(store, key)).toBeNull();
    expect(said).toEqual([expect.stringContaining('expected a file, found a symbolic link')]);
    await store.save(key, sweepOf('ada'));
    expect(await load(store, key)).toStrictEqual(sweepOf('ada'));
    expect(await load(store, { ...key, directory: 'elsewhere' })).toStrictEqual(sweepOf('eve'));
  });

  test('in a folder behind a symbolic link is neither read nor written', async () => {
    await mkdir(join(dataDirectory, 'aim'));
    await symlink(join(dataDirectory, 'aim'), dirname(path));
    await store.save(key, sweepOf('ada'));
    expect(await readdir(join(dataDirectory, 'aim'))).toEqual([]);
    expect(await load(store, key)).toBeNull();
    expect(said).toEqual([
      expect.stringContaining('could not be saved'),
      expect.stringContaining('found something that is not a folder'),
    ]);
  });

  test('that others can write to is not read, nor one in a folder that they can write to', async () => {
    for (const mode of [0o606, 0o660]) {
      await store.save(key, sweepOf('ada'));
      await chmod(path, mode);
      expect(await load(store, key)).toBeNull();
    }
    for (const mode of [0o770, 0o707]) {
      await store.save(key, sweepOf('ada'));
      await chmod(dirname(path), mode);
      expect(await load(store, key)).toBeNull();
    }
    const [file, folder] = ['found one that others can', 'found one that others can write to'];
    expect(said).toEqual([file, file, folder, folder].map((text) => expect.stringContaining(text) as string));
  });

  test('of a moment to come is not used, nor one with more lines than its header counts', async () => {
    const later = new Date(Date.now() + 600_000);
    await store.save(key, { ...sweepOf('ada'), takenAt: later });
    expect(await load(store, key)).toBeNull();
    await store.save(key, sweepOf('ada'));
    const [header = '', ...lines] = gunzipSync(await readFile(path))
      .toString('utf8')
      .split('\n');
    const counted = header.replace(/"counts":\{[^}]*\}/, '"counts":{"users":0}');
    await writeFile(path, gzipSync([counted, ...lines].join('\n')));
    expect(await load(store, key)).toBeNull();
    expect(said).toEqual([
      expect.stringContaining('expected one that was taken before now'),
      expect.stringContaining('expected at most 2 lines, by its header, found more'),
    ]);
  });

  test('that is a folder is not read, and keeps nobody from going on', async () => {
    await mkdir(path, { recursive: true });
    expect(await load(store, key)).toBeNull();
    await store.save(key, sweepOf('ada'));
    expect(said).toEqual([
      expect.stringContaining('expected a file, found something else'),
      expect.stringContaining('could not be saved'),
    ]);
    expect(await readdir(dirname(path))).toEqual(['pingone.jsonl.gz']);
  });

  // Only the administrator of a machine can give a file away.
  test.skipIf(process.geteuid?.() !== 0)(
    'of another account is neither read nor written beside',
    async () => {
      await store.save(key, sweepOf('ada'));
      await chown(path, 54_321, 54_321);
      expect(await load(store, key)).toBeNull();
      await chown(dirname(path), 54_321, 54_321);
      expect(await load(store, key)).toBeNull();
      await store.save(key, sweepOf('ada'));
      expect(said).toEqual([
        expect.stringContaining('found one of another (54321)'),
        expect.stringContaining('found one of another account (54321)'),
        expect.stringContaining('belongs to another account (54321)'),
      ]);
    },
  );
});

describe('a save', () => {
  test('that fails half-way leaves the snapshot before, and says so once', async () => {
    await store.save(key, sweepOf('ada'));
    const failing = sweepOf('bob', 'eve');
    const broken: Sweep = { ...failing, gaps: [], devices: new Map([['bob', Object(new Map())]]) };
    await store.save(key, broken);
    await store.save(key, broken);
    expect(await readdir(dirname(path))).toEqual(['pingone.jsonl.gz']);
    expect(await load(store, key)).toStrictEqual(sweepOf('ada'));
    expect(said).toEqual([
      expect.stringMatching(
        /^The snapshot of "pingone" could not be saved to \S+: A snapshot keeps text, .* The one before stays/,
      ),
    ]);
  });

  test('where nothing can be written is a line in the log', async () => {
    const file = join(dataDirectory, 'file');
    await writeFile(file, '');
    const nowhere = open({ directory: file });
    await nowhere.save(key, sweepOf('ada'));
    expect(said).toEqual([expect.stringMatching(/could not be saved to .*the gateway goes on/)]);
  });

  test('that was cut off by the end of its process leaves no more than a draft, which is removed in time', async () => {
    await store.save(key, sweepOf('ada'));
    const [old, young] = [`${path}.1.draft`, `${path}.2.draft`];
    const half = (await readFile(path)).subarray(0, 200);
    await writeFile(old, half);
    await writeFile(young, half);
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(old, hourAgo, hourAgo);
    expect(await load(open(), key)).toStrictEqual(sweepOf('ada'));
    await open().save(key, sweepOf('bob'));
    expect((await readdir(dirname(path))).toSorted()).toEqual([
      'pingone.jsonl.gz',
      'pingone.jsonl.gz.2.draft',
    ]);
  });

  test('of several gateways at once leaves a whole one, and whoever reads meanwhile reads a whole one', async () => {
    const sweeps = ['ada', 'bob', 'eve', 'joe'].map((id) => sweepOf(id, `${id}-2`));
    await store.save(key, sweepOf('first'));
    const saves = sweeps.map((sweep) => open().save(key, sweep));
    const reads = sweeps.map(() => load(open(), key));
    await Promise.all(saves);
    const whole = [sweepOf('first'), ...sweeps];
    for (const read of [...(await Promise.all(reads)), await load(store, key)]) {
      expect(whole).toContainEqual(read);
    }
    expect(said).toEqual([]);
  });

  test('of one gateway comes after the one before, and before a read that follows', async () => {
    const saves = ['ada', 'bob', 'eve'].map((id) => store.save(key, sweepOf(id)));
    expect(await load(store, key)).toStrictEqual(sweepOf('eve'));
    await Promise.all(saves);
  });
});
