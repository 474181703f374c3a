import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runExport } from '../../src/cli/export.ts';
import { runFindings } from '../../src/cli/findings.ts';
import { CommandUsageError } from '../../src/cli/usage-error.ts';
import { loadConfig } from '../../src/config.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { sarifLog } from '../exports/sarif-shape.ts';
import { ask, environmentOf, record, startGateway } from './gateway.ts';

const rule = 'mfa::user_no_factor';

interface Found {
  readonly id: string;
  readonly severity: string;
  readonly acceptance?: { readonly by: string; readonly reason: string } | null;
}

let sandbox: Sandbox;
let folder = '';
let env: Readonly<Record<string, string>> = {};
/** The findings of the rule, all of which were accepted in a gateway. */
let accepted: readonly Found[] = [];
let linked: readonly string[] = [];
/** What commands said while the gateway ran. */
const during: { readonly said: unknown[]; file: string } = { said: [], file: '' };

async function run(command: typeof runFindings, ...argv: string[]) {
  const output = record();
  let data = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      data += chunk.toString();
      done();
    },
  });
  const code = await command(argv, loadConfig({ env }), output, sink);
  return { code, data, errors: output.errors };
}

const check = (...argv: string[]) =>
  run(runFindings, '--rule', rule, '--fail-on', 'low', '--format', 'json', ...argv);

const foundBy = (data: string): readonly Found[] => (JSON.parse(data) as { findings: Found[] }).findings;

const lastOf = (data: string): unknown => JSON.parse(data.trimEnd().split('\n').at(-1) ?? '');

/** Without the first line, which says when. */
const rowsOf = (text: string): ReadonlySet<string> => new Set(text.trimEnd().split('\n').slice(1));

beforeAll(async () => {
  sandbox = await startSandbox({ users: 8, seed: 3 });
  folder = mkdtempSync(join(tmpdir(), 'rollcall-accepted-'));
  env = { ...environmentOf(sandbox), ROLLCALL_DATA_DIR: join(folder, 'data'), ROLLCALL_LOG_LEVEL: 'silent' };
  // Before any gateway ran: nothing is kept.
  during.said.push(await check());
  const gateway = await startGateway(env);
  try {
    const listed = await ask(
      gateway.url,
      `{ findings(first: 100, filter: { rules: ["${rule}"] }) { nodes { id severity subject { ... on User { id } } } } }`,
    );
    const { nodes } = (listed.data as { findings: { nodes: (Found & { subject: { id: string } })[] } })
      .findings;
    accepted = nodes;
    const expiresAt = new Date(Date.now() + 5 * 86_400_000).toISOString();
    for (const { id } of accepted) {
      const { data } = await ask(
        gateway.url,
        'mutation ($input: AcceptFindingInput!) { acceptFinding(input: $input) { __typename } }',
        { input: { finding: id, reason: 'Replaced in May', expiresAt } },
      );
      if (!JSON.stringify(data).includes('AcceptFindingSuccess')) throw new Error(JSON.stringify(data));
    }
    linked = nodes.slice(0, 2).map(({ subject }) => subject.id);
    const [one, other] = linked.map((id) => ({ id }));
    const link = await ask(
      gateway.url,
      'mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { __typename } }',
      { input: { one, other } },
    );
    if (!link.text.includes('LinkIdentitySuccess')) throw new Error(link.text);
    for (const argv of [[], ['--ignore-acceptances']])
      during.said.push(await check(...argv).catch((error: unknown) => error));
    during.said.push(await run(runExport, 'users'), await run(runExport, 'findings'));
    const file = await fetch(`${gateway.url}/exports/decisions.jsonl`);
    during.file = join(folder, 'decisions.jsonl');
    writeFileSync(during.file, await file.text());
  } finally {
    await gateway.close();
  }
}, 300_000);
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a gateway gives to a caller who sees one of the accepted findings and no link. */
function partOfDecisions(): string {
  const [start = '', first = ''] = readFileSync(during.file, 'utf8').split('\n');
  const path = join(folder, 'part.jsonl');
  const end = JSON.stringify({ type: 'end', rows: 1, complete: false });
  writeFileSync(path, [start, first, end].join('\n'));
  return path;
}

describe('rollcall findings, of risks that somebody accepts', () => {
  test('counts all of them where no gateway ever kept anything', () => {
    expect(accepted.length).toBeGreaterThan(1);
    expect(during.said[0]).toMatchObject({ code: 1 });
  });

  test('does not guess while a gateway has the database, and says how it works', () => {
    const [, held] = during.said;
    expect(held).toBeInstanceOf(StoreError);
    expect((held as Error).message).toMatch(
      /in use by another gateway \(process \d+\)\. .*\n\n.*\/exports\/decisions\.jsonl\n.*--decisions decisions\.jsonl/s,
    );
  });

  test('counts all while a gateway has the database, where that is asked for', () => {
    expect(during.said[2]).toMatchObject({
      code: 1,
      errors: expect.arrayContaining([expect.stringMatching(/linked by hand is not known: .* in use/)]),
    });
  });

  test('takes them out of the database when the gateway has ended', async () => {
    const { code, data } = await check();
    expect(code).toBe(0);
    const found = foundBy(data);
    expect(found.map(({ id }) => id).toSorted()).toEqual(accepted.map(({ id }) => id).toSorted());
    for (const { acceptance } of found)
      expect(acceptance).toMatchObject({ by: 'local', reason: 'Replaced in May' });
    // And leaves it as it was.
    expect((await check()).data).toContain('Replaced in May');
  });

  test('takes them out of the file of a running gateway, on a machine without its database', async () => {
    const own = env;
    env = { ...env, ROLLCALL_DATA_DIR: join(folder, 'elsewhere') };
    try {
      const { code, data, errors } = await check('--decisions', during.file);
      expect({ code, errors }).toMatchObject({
        code: 0,
        errors: expect.arrayContaining([
          expect.stringMatching(/^Decisions of .*: accepted findings \d+, links of accounts 1\.$/),
        ]),
      });
      expect(foundBy(data).every(({ acceptance }) => acceptance !== null)).toBe(true);
      expect((await check()).code).toBe(1);
    } finally {
      env = own;
    }
  });

  test('counts one again when its time is over, or the finding is worse than what was accepted', async () => {
    const lines = readFileSync(during.file, 'utf8').trimEnd().split('\n');
    const changed = async (change: (row: Record<string, unknown>) => object): Promise<number> => {
      const [start = '', first = '', ...rest] = lines;
      const path = join(folder, 'changed.jsonl');
      const row = JSON.parse(first) as Record<string, unknown>;
      writeFileSync(path, [start, JSON.stringify({ ...row, ...change(row) }), ...rest].join('\n'));
      return (await check('--decisions', path)).code;
    };
    expect(await changed(() => ({}))).toBe(0);
    expect(await changed(() => ({ expiresAt: new Date().toISOString() }))).toBe(1);
    expect(await changed(() => ({ severity: 'INFO' }))).toBe(1);
    expect(await changed(() => ({ severity: 'CRITICAL' }))).toBe(0);
  });

  test('counts those of which a part of the decisions says nothing, and does not call them accepted by nobody', async () => {
    const path = partOfDecisions();
    const { code, data, errors } = await check('--decisions', path);
    expect({ code, errors }).toMatchObject({
      code: 1,
      errors: expect.arrayContaining([expect.stringMatching(/^They are not all: /)]),
    });
    const found = foundBy(data);
    expect(found.filter(({ acceptance }) => acceptance?.by === 'local')).toHaveLength(1);
    expect(found.filter((finding) => !('acceptance' in finding))).toHaveLength(accepted.length - 1);
    const sarif = (await run(runFindings, '--rule', rule, '--decisions', path, '--format', 'sarif')).data;
    expect(JSON.stringify(sarifLog.parse(JSON.parse(sarif)))).toContain('"ACCEPTANCES"');
    const table = (await run(runFindings, '--rule', rule, '--decisions', path)).data;
    expect(table).toMatch(/not known\n/);
    expect(table).toMatch(/Counted, though somebody may accept them: \d+ /);
  });

  test('shows who accepts them, and until when, to people and to tools', async () => {
    const table = (await run(runFindings, '--rule', rule)).data;
    expect(table).toMatch(/ACCEPTED\n.*until \d{4}-\d\d-\d\d by local\n/);
    expect(table).toMatch(/Nothing was found that nobody accepts\.\nAccepted, and not counted: \d+ /);
    const sarif = async (...argv: string[]) => {
      const { data } = await run(runFindings, '--format', 'sarif', ...argv);
      return sarifLog.parse(JSON.parse(data)).runs[0]?.results ?? [];
    };
    const results = await sarif();
    const suppressed = results.filter(({ suppressions }) => suppressions?.length === 1);
    expect(
      new Set(suppressed.map(({ partialFingerprints }) => partialFingerprints['rollcallFindingId/v1'])),
    ).toEqual(new Set(accepted.map(({ id }) => id)));
    expect(suppressed[0]?.suppressions?.[0]).toMatchObject({
      kind: 'external',
      status: 'accepted',
      justification: 'Replaced in May',
      properties: { acceptedBy: 'local' },
    });
    expect(results.length).toBeGreaterThan(suppressed.length);
    // Of acceptances that nobody looked at nothing is said.
    expect(
      (await sarif('--ignore-acceptances')).every(({ suppressions }) => suppressions === undefined),
    ).toBe(true);
  });

  test('counts all of them where that is asked for', async () => {
    const { code, data } = await check('--ignore-acceptances');
    expect(code).toBe(1);
    expect(foundBy(data).every((finding) => !('acceptance' in finding))).toBe(true);
  });

  test('refuses a file that is none, was cut off, or goes on after its end', async () => {
    const whole = readFileSync(during.file, 'utf8').trimEnd().split('\n');
    const path = join(folder, 'broken.jsonl');
    for (const [lines, said] of [
      [whole.slice(0, -1), /was cut off/],
      [whole.toSpliced(1, 1), /was cut off/],
      [[...whole, whole[1]], /line \d+ is something else/],
      [whole.slice(1), /line 1 is something else/],
      [[], /line 1 is something else/],
      [['{"type":"start","version":1,"export":"users"}'], /line 1 is something else/],
    ] as const) {
      writeFileSync(path, lines.join('\n'));
      const refused = check('--decisions', path);
      await expect(refused).rejects.toThrow(CommandUsageError);
      await expect(refused).rejects.toThrow(said);
    }
    await expect(check('--decisions', join(folder, 'nowhere'))).rejects.toThrow(
      /nowhere" cannot be read: ENOENT/,
    );
  });

  test('does not take a damaged database for one without acceptances', async () => {
    const own = env;
    env = { ...env, ROLLCALL_DATA_DIR: join(folder, 'damaged') };
    mkdirSync(join(folder, 'damaged', 'database', 'base'), { recursive: true });
    try {
      const refused = check();
      await expect(refused).rejects.toThrow(StoreError);
      await expect(refused).rejects.toThrow(/cannot be read: ENOENT.*PG_VERSION.*Put a copy/);
    } finally {
      env = own;
    }
  });

  test('does not take a database that cannot be read for one without acceptances', async () => {
    const own = env;
    env = { ...env, DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' };
    try {
      const refused = check();
      await expect(refused).rejects.toThrow(StoreError);
      await expect(refused).rejects.toThrow(/cannot be read: .*ECONNREFUSED/);
      await expect(refused).rejects.not.toThrow(/secret/);
    } finally {
      env = own;
    }
  });
});

describe('rollcall export, with what a gateway keeps', () => {
  test('says what it could not read while a gateway has the database', () => {
    const [users, findings] = during.said.slice(3) as { code: number; data: string; errors: string[] }[];
    expect(users).toMatchObject({ code: 1 });
    expect(lastOf(users?.data ?? '')).toMatchObject({
      complete: false,
      coverage: { gaps: [{ what: 'IDENTITIES' }] },
    });
    expect(findings?.errors).toContainEqual(expect.stringMatching(/left open in the export: .*in use/s));
    expect(findings?.data).toContain('"disposition":"UNKNOWN(UNREACHABLE)"');
    expect(lastOf(findings?.data ?? '')).toMatchObject({ complete: false });
  });

  test('tells since when findings are known and who accepts them, out of the database', async () => {
    const { code, data } = await run(runExport, 'findings');
    expect(code).toBe(0);
    const rows = data
      .split('\n')
      .filter((line) => line.includes(rule))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.length).toBe(accepted.length);
    for (const row of rows)
      expect(row).toMatchObject({
        disposition: 'ACCEPTED',
        acceptedBy: 'local',
        firstSeenAt: expect.stringMatching(/^\d/),
      });
  });

  test('takes acceptances and links out of a file, and keeps open what that does not say', async () => {
    const { data } = await run(runExport, 'findings', '--decisions', during.file);
    const rows = data
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const row of rows) {
      const isAccepted = accepted.some(({ id }) => id === row['id']);
      expect(row).toMatchObject({
        firstSeenAt: 'UNKNOWN(NOT_KEPT)',
        acceptedBy: isAccepted ? 'local' : null,
      });
      const open = row['state'] === 'PRESENT' ? 'OPEN' : 'UNKNOWN(NOT_KEPT)';
      expect(row['disposition']).toBe(isAccepted ? 'ACCEPTED' : open);
    }
  });

  test('does not take what a part of the decisions leaves out for undecided', async () => {
    const path = partOfDecisions();
    const findings = await run(runExport, 'findings', '--decisions', path);
    expect(findings.code).toBe(1);
    expect(lastOf(findings.data)).toMatchObject({
      complete: false,
      coverage: { gaps: [{ directory: '*', what: 'HISTORY', reason: 'NOT_PERMITTED', count: null }] },
    });
    const rows = findings.data
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const told = rows.filter(({ disposition }) => disposition === 'ACCEPTED');
    expect(told.map(({ acceptedBy }) => acceptedBy)).toEqual(['local']);
    const unknown = 'UNKNOWN(NOT_PERMITTED)';
    for (const row of rows.filter((each) => each !== told[0]))
      expect(row).toMatchObject({
        disposition: unknown,
        acceptedBy: unknown,
        acceptedUntil: unknown,
        firstSeenAt: 'UNKNOWN(NOT_KEPT)',
      });
    const users = await run(runExport, 'users', '--decisions', path);
    expect(users.code).toBe(1);
    expect(lastOf(users.data)).toMatchObject({
      complete: false,
      coverage: { gaps: [{ what: 'IDENTITIES', reason: 'NOT_PERMITTED' }] },
    });
    expect(users.data).toContain('"identity":"UNKNOWN(NOT_PERMITTED)"');
  });

  test('two accounts that were linked by hand are one person', async () => {
    const rows = (await run(runExport, 'users')).data
      .split('\n')
      .filter((line) => line.includes('"type":"row"'));
    const people = rows.map((line) => (JSON.parse(line) as { identity: string }).identity);
    expect(rows.length - new Set(people).size).toBe(1);
  });

  test('decisions: the same rows from the database as from the gateway', async () => {
    const { code, data } = await run(runExport, 'decisions');
    expect(code).toBe(0);
    expect(rowsOf(data)).toEqual(rowsOf(readFileSync(during.file, 'utf8')));
    await expect(run(runExport, 'decisions', '--format', 'csv')).rejects.toThrow(CommandUsageError);
    await expect(run(runExport, 'decisions', 'more')).rejects.toThrow(CommandUsageError);
  });
});
