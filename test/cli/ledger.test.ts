import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger } from '../../src/cli/ledger.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { record } from './gateway.ts';

let folder = '';
const place = () => ({ databaseUrl: null, dataDirectory: join(folder, 'data') });
const open = (): Promise<Store<unknown>> => openStore({ url: null, directory: place().dataDirectory });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-ledger-'));
  const store = await open();
  for (const actor of ['ann', 'bob']) {
    const { id } = await store.ledger.begin({
      actor,
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
    });
    await store.ledger.settle(id, { outcome: 'SUCCEEDED', after: null, code: null });
  }
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const output = record();
  let data = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      data += chunk.toString();
      done();
    },
  });
  const code = await ledger(argv, place(), output, sink);
  return { code, data, ...output };
}

describe('rollcall ledger', () => {
  test('verifies, exports, and verifies the export without the database', async () => {
    const verified = await run('verify');
    expect(verified.lines[0]).toMatch(/^The ledger is intact: 4 records\. Hash of the last: [0-9a-f]{64}$/);
    expect(verified.code).toBe(0);

    const exported = await run('export');
    expect(exported.code).toBe(0);
    const rows = exported.data.trimEnd().split('\n');
    expect(rows.map((row) => (JSON.parse(row) as { sequence: number }).sequence)).toEqual([1, 2, 3, 4]);
    const file = join(folder, 'export.jsonl');
    writeFileSync(file, exported.data);
    expect((await run('verify', file)).lines).toEqual(verified.lines);

    writeFileSync(file, readFileSync(file, 'utf8').replace('"bob"', '"eve"'));
    const forged = await run('verify', file);
    expect(forged.code).toBe(1);
    expect(forged.errors).toEqual(['The ledger is broken at record 3: record 3 is not as it was written.']);
    writeFileSync(file, `${rows[0]}\nnonsense\n`);
    expect((await run('verify', file)).errors).toEqual([
      'The ledger is broken at record 2: expected a record as a line of JSON.',
    ]);
    const missing = await run('verify', join(folder, 'nowhere'));
    expect(missing.errors.join()).toMatch(/^The export cannot be read: ENOENT/);
    expect(missing.code).toBe(1);
  });

  test('does not call an empty file intact: there is nothing to verify', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rollcall-empty-')), 'ledger.jsonl');
    writeFileSync(file, '');
    const output = record();
    expect(await ledger(['verify', file], { databaseUrl: null, dataDirectory: '/nowhere' }, output)).toBe(1);
    expect(output.text()).toMatch(/^No records: there is nothing to verify/);
  });

  test('says that a gateway is using the database, and what to do', async () => {
    const store = await open();
    const { code, errors } = await run('verify');
    expect(code).toBe(1);
    expect(errors.join()).toMatch(/in use by another gateway \(process \d+\)\. Stop it, or set DATABASE_URL/);
    await store.close();
  });

  test('says which record was changed', async () => {
    const store = await open();
    await sql`alter table ledger_records disable trigger user`.execute(store.database);
    await sql`update ledger_records set actor = 'eve' where sequence = 3`.execute(store.database);
    await store.close();
    const { code, errors, lines } = await run('verify');
    expect({ code, errors, lines }).toEqual({
      code: 1,
      errors: [
        'The ledger is broken at record 3: record 3 is not as it was written: its column "actor" does not agree with its body.',
      ],
      lines: [],
    });
  });

  test('shows how it is used', async () => {
    for (const argv of [[], ['verify', 'a', 'b'], ['export', 'file'], ['delete']]) {
      const { code, errors } = await run(...argv);
      expect(code).toBe(2);
      expect(errors.join()).toBe(
        `Expected rollcall ledger verify, verify FILE, or export; received "${argv.join(' ')}". See rollcall ledger --help.`,
      );
    }
    for (const typo of ['verfy', 'exprot']) {
      const { errors } = await run(typo);
      expect(errors.join()).toContain(`Did you mean ${typo === 'verfy' ? 'verify' : 'export'}?`);
    }
  });
});
