import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runKeys } from '../../src/cli/keys.ts';
import type { Serving } from '../../src/cli/serve.ts';
import { original } from '../../src/exports/csv.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ask, environmentOf, record, startGateway } from '../cli/gateway.ts';
import { readCsv } from './read-csv.ts';

type Line = Readonly<Record<string, unknown>> & { readonly type: string; readonly cursor?: string };

interface Found {
  readonly id: string;
  readonly severity: string;
  readonly evidence: readonly { readonly value: string }[];
  readonly disposition: string;
}

function populationOf(user: Readonly<Record<string, unknown>> | undefined): string {
  return (user?.['population'] as { id: string } | undefined)?.id ?? '';
}

let sandbox: Sandbox;
let gateway: Serving;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-exports-'));
  sandbox = await startSandbox({ users: 30, seed: 5 });
  gateway = await startGateway({ ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${gateway.url}${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function linesOf(path: string): Promise<readonly Line[]> {
  const { status, text } = await get(path);
  expect(status, text.slice(0, 300)).toBe(200);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

async function codeOf(path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { status, text } = await get(path, headers);
  const { errors } = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
  return [status, errors[0]?.extensions.code];
}

/** A request whose every header can be chosen. */
function statusOf(method: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const { port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path: '/exports/users.csv', method, headers });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('exports over HTTP', () => {
  test('users: every account of the tenant, in order, with a start and an end that says it is complete', async () => {
    const lines = await linesOf('/exports/users.jsonl');
    const rows = lines.slice(1, -1);
    expect(lines[0]).toMatchObject({ type: 'start', export: 'users', continued: false });
    expect(lines.at(-1)).toMatchObject({
      type: 'end',
      rows: 30,
      rowsInAll: 30,
      complete: true,
      mixed: false,
    });
    const ids = [...(sandbox.tenant.collections.get('users')?.keys() ?? [])].toSorted();
    expect(rows.map((row) => row['externalId'])).toEqual(ids);
    const words = rows.flatMap((row) => Object.values(row)).filter((cell) => cell === 'UNKNOWN');
    expect(words).toEqual([]);
  });

  test('CSV says the same as JSON lines, cell by cell, and ends with a row that says so', async () => {
    for (const name of ['users', 'entitlements', 'findings']) {
      const rows = (await linesOf(`/exports/${name}.jsonl`)).slice(1, -1);
      const { text, headers } = await get(`/exports/${name}.csv`);
      expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
      expect(headers.get('content-disposition')).toBe(`attachment; filename="rollcall-${name}.csv"`);
      const [columns = [], ...read] = readCsv(text);
      expect(new Set(read.map((row) => row.length))).toEqual(new Set([columns.length]));
      expect(read.at(-1)?.slice(0, 4)).toEqual([
        '#end',
        `rows=${rows.length}`,
        `rowsInAll=${rows.length}`,
        'complete=true',
      ]);
      for (const [index, row] of rows.entries()) {
        for (const [at, column] of columns.entries()) {
          const cell = row[column];
          if (typeof cell === 'object' && cell !== null) continue;
          expect(original(read[index]?.[at] ?? '')).toBe(
            cell === null ? '' : `${cell as string | number | boolean}`,
          );
        }
      }
    }
  });

  test('findings: those of the graph, with the same ids and evidence, and since when they are known', async () => {
    const { data } = await ask(
      gateway.url,
      '{ findings(first: 200, filter: { severityAtLeast: HIGH }) { nodes { id severity evidence { value } disposition } } }',
    );
    const { nodes } = (data as { findings: { nodes: Found[] } }).findings;
    const rows = (await linesOf('/exports/findings.jsonl?severityAtLeast=high&state=present')).slice(1, -1);
    expect(nodes.length).toBeGreaterThan(3);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    for (const { id, severity, evidence, disposition } of nodes) {
      const row = byId.get(id);
      expect(row).toMatchObject({ severity, disposition, state: 'PRESENT' });
      expect(((row?.['evidence'] ?? []) as { text: string }[]).map(({ text }) => text)).toEqual(
        evidence.map(({ value }) => value),
      );
    }
    expect(rows.every((row) => typeof row['firstSeenAt'] === 'string')).toBe(true);
  });

  test('entitlements: memberships and roles are rows, none comes twice, and none says since when what no provider tells', async () => {
    const rows = (await linesOf('/exports/entitlements.jsonl')).slice(1, -1);
    const seen = rows.map((row) => JSON.stringify({ ...row, cursor: null }));
    expect(new Set(rows.map(({ cursor }) => cursor)).size).toBe(rows.length);
    expect(seen.length).toBeGreaterThan(30);
    expect(new Set(seen).size).toBe(seen.length);
    const memberships = rows.filter(
      (row) => row['principalType'] === 'USER' && row['kind'] === 'GROUP' && row['how'] === 'DIRECT',
    );
    expect(memberships.length).toBeGreaterThan(5);
    expect(new Set(rows.map((row) => row['since']))).toEqual(new Set(['UNKNOWN(UNSUPPORTED)']));
    expect(rows.some((row) => row['kind'] === 'ROLE' && row['principalType'] === 'USER')).toBe(true);
  });

  test('goes on after any row: both parts together are the whole', async () => {
    for (const name of ['users', 'entitlements', 'findings']) {
      const rows = (await linesOf(`/exports/${name}.jsonl`)).slice(1, -1);
      const at = Math.floor(rows.length / 3);
      const rest = await linesOf(`/exports/${name}.jsonl?after=${rows[at]?.cursor}`);
      expect(rest.slice(1, -1)).toEqual(rows.slice(at + 1));
      expect(rest[0]).toMatchObject({ continued: true });
      expect(rest.at(-1)).toMatchObject({
        rows: rows.length - at - 1,
        rowsInAll: rows.length,
        complete: true,
      });
    }
  });

  test('a cursor of other rows, of an older snapshot or of nothing is refused', async () => {
    const [, row] = await linesOf('/exports/users.jsonl');
    expect(await codeOf(`/exports/findings.jsonl?after=${row?.cursor}`)).toEqual([400, 'BAD_REQUEST']);
    expect(await codeOf('/exports/users.jsonl?after=nonsense')).toEqual([400, 'BAD_REQUEST']);
    const parts = JSON.parse(Buffer.from(row?.cursor ?? '', 'base64url').toString()) as unknown[];
    parts[3] = Object.fromEntries(Object.keys(parts[3] as object).map((key) => [key, 'older']));
    const old = Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(await codeOf(`/exports/users.jsonl?after=${old}`)).toEqual([409, 'SNAPSHOT_CHANGED']);
    const mixed = await linesOf(`/exports/users.jsonl?after=${old}&renewed=accept`);
    expect(mixed.at(-1)).toMatchObject({ rows: 29, complete: false, mixed: true });
    // Going on from there does not make it whole again.
    const further = await linesOf(`/exports/users.jsonl?after=${mixed[1]?.cursor}`);
    expect(further.at(-1)).toMatchObject({ rows: 28, complete: false, mixed: true });
  });

  test('says what is wrong with an address instead of exporting something else', async () => {
    expect(await codeOf('/exports/users.xml')).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf('/exports/secrets.csv')).toEqual([404, 'NOT_FOUND']);
    for (const query of [
      'directory=nowhere',
      'rule=x',
      'direktory=a',
      'directory=a&directory=b',
      'renewed=maybe',
    ])
      expect(await codeOf(`/exports/users.csv?${query}`), query).toEqual([400, 'BAD_REQUEST']);
    for (const query of ['rule=no::such', 'state=absent', 'severityAtLeast=awful'])
      expect(await codeOf(`/exports/findings.csv?${query}`), query).toEqual([400, 'BAD_REQUEST']);
  });

  test('is behind the same guards as everything else', async () => {
    const host = new URL(gateway.url).host;
    expect(await statusOf('GET', { host: 'evil.example' })).toBe(421);
    expect(await statusOf('GET', { host, origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf('GET', { host, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusOf('GET', { host, 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await statusOf('GET', { host, 'sec-fetch-site': 'none' })).toBe(200);
    expect(await statusOf('POST', { host })).toBe(405);
    expect(await codeOf('/exports/users.csv', { authorization: 'Bearer gw1_0' })).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  test('callers with keys get their part: none, one population, or all but second factors', async () => {
    const keys = record();
    const context = { keysFile: join(folder, 'keys.json'), directories: [], output: keys };
    const users = [...(sandbox.tenant.collections.get('users')?.values() ?? [])];
    const population = populationOf(users[0]);
    const inside = users.filter((user) => populationOf(user) === population).length;
    const create = (...argv: string[]): Readonly<Record<string, string>> => {
      expect(runKeys(['create', ...argv], context), keys.text()).toBe(0);
      return { authorization: `Bearer ${keys.lines.at(-1)}` };
    };
    const nobody = create('--name', 'nobody', '--permission', 'audit:read');
    const one = create('--name', 'one', '--role', 'viewer', '--population', population);
    const noMfa = create('--name', 'nomfa', '--permission', 'directory:read');
    expect(await codeOf('/exports/users.jsonl')).toEqual([401, 'UNAUTHENTICATED']);
    expect(await codeOf('/exports/users.jsonl', nobody)).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf('/exports/findings.jsonl', noMfa)).toEqual([403, 'FORBIDDEN']);

    const part = (await get('/exports/users.jsonl', one)).text.trimEnd().split('\n').slice(1, -1);
    expect(part).toHaveLength(inside);
    const found = (await get('/exports/findings.jsonl', one)).text.trimEnd().split('\n').slice(1, -1);
    expect(found.every((line) => line.includes('"evidence":"UNKNOWN(NOT_PERMITTED)"'))).toBe(true);
    const holders = (await get('/exports/entitlements.jsonl', one)).text.trimEnd().split('\n').slice(1, -1);
    const ids = new Set<unknown>(
      users.filter((user) => populationOf(user) === population).map(({ id }) => id),
    );
    const strangers = holders
      .map((line) => JSON.parse(line) as Line)
      .filter((row) => row['principalType'] === 'USER' && !ids.has(row['principalId']));
    expect(strangers).toEqual([]);

    const rows = (await get('/exports/users.jsonl', noMfa)).text.trimEnd().split('\n').slice(1, -1);
    expect(rows.every((line) => line.includes('"mfaStatus":"UNKNOWN(NOT_PERMITTED)"'))).toBe(true);
  });
});
