import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runExport } from '../../src/cli/export.ts';
import { runFindings } from '../../src/cli/findings.ts';
import { CommandUsageError } from '../../src/cli/usage-error.ts';
import { loadConfig } from '../../src/config.ts';
import { defaultSweepSettings } from '../../src/directory/snapshot/sweeper.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { sarifLog } from '../exports/sarif-shape.ts';
import { environmentOf, record } from './gateway.ts';

let sandbox: Sandbox;
let folder = '';
beforeAll(async () => {
  sandbox = await startSandbox({ users: 20, seed: 3 });
  folder = mkdtempSync(join(tmpdir(), 'rollcall-findings-'));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: typeof runFindings, ...argv: string[]) {
  const env = {
    ...environmentOf(sandbox),
    ROLLCALL_DATA_DIR: join(folder, 'data'),
    ROLLCALL_LOG_LEVEL: 'silent',
  };
  const output = record();
  let data = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      data += chunk.toString();
      done();
    },
  });
  const code = await command(argv, loadConfig({ env }), output, sink);
  expect(output.lines).toEqual([]);
  return { code, data, errors: output.errors };
}

function refuse(route: RegExp): void {
  onTestFinished(
    sandbox.faults.add({ route, fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' } }),
  );
}

const prints = (text: string): readonly unknown[] =>
  sarifLog.parse(JSON.parse(text)).runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints) ??
  [];

const harmlessRule = 'extidp::social_idp_in_workforce';

describe('rollcall findings', () => {
  test('fails a pipeline for what is as bad, and only for that', async () => {
    const table = await run(runFindings, '--fail-on', 'high');
    expect(table.code).toBe(1);
    expect(table.data.split('\n')[0]).toMatch(/^SEVERITY {2,}RULE {2,}DIRECTORY/);
    expect(table.data).toMatch(/\n\d+ (critical|high)/);
    const bad = table.data.split('\n').filter((line) => /^(CRITICAL|HIGH) /.test(line)).length;
    expect(table.errors.at(-1)).toBe(`${bad} findings are high or worse: exit code 1.`);
    const more = await run(runFindings, '--fail-on', 'medium', '--format', 'json');
    expect(more.errors.at(-1)).toMatch(/^\d+ findings are medium or worse: exit code 1\.$/);
    expect(more.data).not.toContain('exit code');
    expect((await run(runFindings)).code).toBe(0);
    const one = await run(runFindings, '--fail-on', 'low', '--rule', harmlessRule);
    expect({ code: one.code, errors: one.errors.filter((line) => line.startsWith('Nothing')) }).toEqual({
      code: 0,
      errors: [],
    });
  });

  test('says how many rules are off, and what switches them on', async () => {
    const { data } = await run(runFindings);
    expect(data).toMatch(
      /\n\d+ rules are off in pingone unless switched on \(`findings\.families`, docs\/rules\.md\)\.\n/,
    );
  });

  test.each([
    ['findings', [], runFindings],
    ['export', ['users'], runExport],
    ['export', ['decisions'], runExport],
  ] as const)(
    '%s looks at the file to be written before it reads anything: %j',
    async (_name, what, command) => {
      const before = sandbox.requests.total;
      const there = join(folder, 'there.txt');
      writeFileSync(there, 'mine');
      for (const [path, said] of [
        [there, /is there already.*--force/],
        [join(folder, 'no', 'such', 'x.json'), /cannot be written: there is no such folder/],
        [join(there, 'x.json'), /there is no such folder/],
        [folder, /is a folder/],
      ] as const) {
        const refused = run(command, ...what, '--output', path);
        await expect(refused).rejects.toThrow(CommandUsageError);
        await expect(refused).rejects.toThrow(said);
      }
      expect(sandbox.requests.total).toBe(before);
      expect(readFileSync(there, 'utf8')).toBe('mine');
    },
  );

  test('of a rule that does not exist, names the nearest', async () => {
    await expect(run(runFindings, '--rule', 'offboarding::leaver_active_in_multiple_p')).rejects.toThrow(
      'Did you mean offboarding::leaver_active_in_multiple_providers? docs/rules.md lists them.',
    );
    await expect(run(runFindings, '--rule', 'zz')).rejects.toThrow(
      'There is no rule "zz". docs/rules.md lists them.',
    );
    await expect(run(runFindings, '--fail-onn', 'high')).rejects.toThrow(
      'There is no option --fail-onn. Did you mean --fail-on? rollcall findings --help lists them.',
    );
    await expect(run(runExport, 'user')).rejects.toThrow(
      /Did you mean users\? See rollcall export --help\.$/,
    );
  });

  test('does not pass what could not be read, unless that is allowed', async () => {
    refuse(/\/identityProviders$/);
    const unread = await run(runFindings, '--fail-on', 'low', '--rule', harmlessRule);
    expect(unread.code).toBe(3);
    expect(unread.errors.at(-1)).toMatch(/it cannot be excluded/);
    expect(unread.data).toMatch(/Undecided: extidp::social_idp_in_workforce/);
    const allowed = await run(runFindings, '--fail-on', 'low', '--rule', harmlessRule, '--allow-incomplete');
    expect(allowed.code).toBe(0);
  });

  test('reads the roles of everybody, in a directory that is too large for a gateway to wait for that', async () => {
    const { roleWalkLimit } = defaultSweepSettings;
    onTestFinished(() => void Object.assign(defaultSweepSettings, { roleWalkLimit }));
    Object.assign(defaultSweepSettings, { roleWalkLimit: 5 });
    const found = await run(runFindings, '--format', 'json');
    expect(found.data).not.toContain('NOT_REQUESTED');
    expect(JSON.parse(found.data)).toMatchObject({ coverage: { complete: true, gaps: [] } });
    const users = await run(runExport, 'users');
    expect(users.code).toBe(0);
    expect(JSON.parse(users.data.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ complete: true });
  });

  test('a directory that cannot be read at all does not pass either', async () => {
    refuse(/\/users$/);
    const { code, data } = await run(runFindings, '--fail-on', 'critical', '--format', 'sarif');
    expect(code).toBe(3);
    const [first] = sarifLog.parse(JSON.parse(data)).runs;
    expect(first?.invocations[0]?.executionSuccessful).toBe(false);
  });

  test('SARIF has the structure of the standard, a rule for each result, and the same fingerprints each time', async () => {
    const { data } = await run(runFindings, '--format', 'sarif');
    const [first] = sarifLog.parse(JSON.parse(data)).runs;
    const { rules } = first?.tool.driver ?? { rules: [] };
    expect(first?.results.length).toBeGreaterThan(5);
    for (const result of first?.results ?? []) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toMatch(/^pingone\/[A-Z]+\/./);
    }
    expect(new Set(prints(data).map((print) => JSON.stringify(print))).size).toBe(first?.results.length);
    expect(prints((await run(runFindings, '--format', 'sarif')).data)).toEqual(prints(data));
  });

  test('says what is wrong with a command line', async () => {
    for (const argv of [
      ['--fail-on', 'awful'],
      ['--rule', 'no::such'],
      ['--format', 'xml'],
      ['--directory', 'x'],
      ['more'],
      ['--loud'],
    ])
      await expect(run(runFindings, ...argv), argv.join(' ')).rejects.toThrow(CommandUsageError);
  });
});

describe('rollcall export', () => {
  test('writes a file for its owner alone, and not over another one', async () => {
    const path = join(folder, 'users.csv');
    const first = await run(runExport, 'users', '--format', 'csv', '--output', path);
    expect(first).toMatchObject({ code: 0, data: '' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trimEnd().split('\r\n').at(-1)).toMatch(
      /^#end,rows=20,rowsInAll=20,complete=true,/,
    );
    await expect(run(runExport, 'users', '--output', path)).rejects.toThrow(/is there already.*--force/);
    writeFileSync(path, 'mine');
    await expect(run(runExport, 'users', '--output', path)).rejects.toThrow(CommandUsageError);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await run(runExport, 'users', '--output', path, '--force')).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{"type":"start"/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('leaves no file where nothing could be exported', async () => {
    refuse(/\/users$/);
    const path = join(folder, 'nothing.csv');
    const { code, errors } = await run(runExport, 'users', '--output', path);
    expect(code).toBe(1);
    expect(errors.at(-1)).toMatch(/\S/);
    expect(readdirSync(folder)).not.toContain('nothing.csv');
  });

  test('goes on after a row in another process, over the snapshot that was saved', async () => {
    const whole = (await run(runExport, 'entitlements')).data.trimEnd().split('\n');
    const { cursor } = JSON.parse(whole[7] ?? '') as { cursor: string };
    const rest = await run(runExport, 'entitlements', '--after', cursor);
    expect(rest.code).toBe(0);
    expect(rest.data.trimEnd().split('\n').slice(1, -1)).toEqual(whole.slice(8, -1));
    // A new one is taken without a cursor: then that one is saved.
    await run(runExport, 'users');
    const late = await run(runExport, 'entitlements', '--after', cursor);
    expect(late).toMatchObject({ code: 1, data: '' });
    expect(late.errors.at(-1)).toMatch(/changed since: begin anew, or .*--accept-renewed/);
    expect((await run(runExport, 'entitlements', '--after', cursor, '--accept-renewed')).code).toBe(1);
  });

  test('says by its exit code that something is missing', async () => {
    refuse(/\/devices$/);
    const { code, errors, data } = await run(runExport, 'users', '--format', 'csv');
    expect(code).toBe(1);
    expect(errors.at(-1)).toMatch(/^The export is not complete/);
    expect(data).toContain('complete=false');
  });

  test('says what is wrong with a command line', async () => {
    for (const argv of [
      [],
      ['secrets'],
      ['users', 'findings'],
      ['users', '--format', 'xml'],
      ['users', '--directory', 'x'],
      ['users', '--after', 'x'],
    ])
      await expect(run(runExport, ...argv), argv.join(' ')).rejects.toThrow(CommandUsageError);
  });
});
