import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { localCaller } from '../../src/access/caller.ts';
import { connectDirectories } from '../../src/cli/connect.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { exportScope } from '../../src/exports/answer-export.ts';
import { anyFinding, type ExportRequest } from '../../src/exports/export-request.ts';
import { ExportService, type ExportServiceOptions } from '../../src/exports/export-service.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import { IdentityService } from '../../src/identities/identity-service.ts';
import { MemoryLinkStore } from '../../src/identities/memory-link-store.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { configOf } from '../support/gateway.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ users: 25, seed: 9 });
});
afterAll(() => sandbox.close());

function open(options: Partial<ExportServiceOptions> = {}): { service: ExportService; directory: Directory } {
  const directories = connectDirectories({ directories: [configOf(sandbox, {})], primaryDirectory: 'acme' });
  const [directory] = directories;
  if (directory === undefined) throw new Error('Expected one directory.');
  onTestFinished(() => directory.close());
  const identities = new IdentityService({ directories, links: new MemoryLinkStore() });
  const swept = new SweptFindings(everyRuleOn, identities);
  return { service: new ExportService({ directories, identities, swept, ...options }), directory };
}

const users: ExportRequest = {
  name: 'users',
  format: 'jsonl',
  directory: null,
  after: null,
  acceptsRenewed: false,
  findings: anyFinding,
};

const scope = () => exportScope(new AbortController().signal);

async function read(service: ExportService, request: ExportRequest) {
  const opened = await service.open(request, localCaller, scope());
  let text = '';
  for await (const piece of opened.text) text += piece;
  opened.close();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe('what could not be read', () => {
  test('is named in each row and in the last line, and the export is not called complete', async () => {
    const disarm = sandbox.faults.add({
      route: /\/devices$|\/memberOfGroups$|\/groups$/,
      fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
    });
    onTestFinished(disarm);
    const { service } = open();
    const lines = await read(service, users);
    const rows = lines.slice(1, -1);
    expect(rows).toHaveLength(25);
    for (const row of rows) {
      expect(row['groups']).toEqual([{ text: 'UNKNOWN(FORBIDDEN)' }]);
      expect(['DISABLED', 'UNKNOWN(FORBIDDEN)']).toContain(row['mfaStatus']);
    }
    expect(lines.at(-1)).toMatchObject({ type: 'end', rows: 25, complete: false });
    const entitlements = await read(service, { ...users, name: 'entitlements' });
    const unknown = entitlements.find(
      (row) => row['kind'] === 'GROUP' && row['principalType'] === 'EVERYBODY',
    );
    expect(unknown).toMatchObject({ targetId: 'UNKNOWN(FORBIDDEN)', how: 'UNKNOWN(FORBIDDEN)' });
    expect(entitlements.at(-1)).toMatchObject({ complete: false });
  });

  test('a directory that cannot be read at all is an error, not an empty export', async () => {
    onTestFinished(
      sandbox.faults.add({
        route: /\/users$/,
        fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
      }),
    );
    const { service } = open();
    await expect(service.open(users, localCaller, scope())).rejects.toMatchObject({
      code: 'DIRECTORY_UNREADABLE',
    });
    // The seat was given back.
    for (let time = 0; time < 4; time += 1)
      await expect(service.open(users, localCaller, scope())).rejects.toMatchObject({
        code: 'DIRECTORY_UNREADABLE',
      });
  });

  test('a history that cannot be read leaves the findings, and says so', async () => {
    const { service } = open({ recordsOf: () => Promise.reject(new Error('gone')) });
    const lines = await read(service, { ...users, name: 'findings' });
    expect(lines[1]).toMatchObject({
      firstSeenAt: 'UNKNOWN(UNREACHABLE)',
      disposition: 'UNKNOWN(UNREACHABLE)',
    });
    expect(lines.at(-1)).toMatchObject({ complete: false });
    const without = await read(open().service, { ...users, name: 'findings' });
    expect(without[1]).toMatchObject({ firstSeenAt: 'UNKNOWN(NOT_KEPT)' });
  });
});

describe('an export that is not read to its end', () => {
  test('goes on over the snapshot that it began with, though there is a newer one', async () => {
    const { service, directory } = open();
    const whole = await read(service, users);
    const cut = await service.open(users, localCaller, scope());
    for await (const piece of cut.text) {
      expect(piece).toContain('"type":"start"');
      break;
    }
    cut.close();
    const taken = directory.sweeper.current?.takenAt.getTime() ?? 0;
    directory.sweeper.amend((sweep) => ({ ...sweep, takenAt: new Date(taken + 60_000) }));
    const after = String(whole[10]?.['cursor']);
    const rest = await read(service, { ...users, after });
    expect(rest.slice(1, -1)).toEqual(whole.slice(11, -1));
    expect(rest.at(-1)).toMatchObject({ rowsInAll: 25, complete: true });
    expect((await read(service, users))[0]).not.toEqual(whole[0]);
  });

  test('is forgotten after a while', async () => {
    let now = 0;
    const { service, directory } = open({ now: () => now });
    const whole = await read(service, users);
    (await service.open(users, localCaller, scope())).close();
    const taken = directory.sweeper.current?.takenAt.getTime() ?? 0;
    directory.sweeper.amend((sweep) => ({ ...sweep, takenAt: new Date(taken + 60_000) }));
    now = 600_000;
    const again = service.open({ ...users, after: String(whole[10]?.['cursor']) }, localCaller, scope());
    await expect(again).rejects.toMatchObject({ code: 'SNAPSHOT_CHANGED', status: 409 });
  });

  test('makes no row that nobody takes', async () => {
    let asked = 0;
    const { service } = open({
      recordsOf: (ids) => {
        asked += ids.length;
        return Promise.resolve(new Map());
      },
    });
    const opened = await service.open({ ...users, name: 'findings' }, localCaller, scope());
    await opened.text[Symbol.asyncIterator]().next();
    opened.close();
    expect(asked).toBeLessThanOrEqual(500);
  });

  test('keeps its seat until it is closed: one caller has two', async () => {
    const { service } = open();
    const first = await service.open(users, localCaller, scope());
    const second = await service.open(users, localCaller, scope());
    await expect(service.open(users, localCaller, scope())).rejects.toMatchObject({
      code: 'TOO_MANY_EXPORTS',
      status: 429,
    });
    first.close();
    first.close();
    const third = await service.open(users, localCaller, scope());
    await expect(service.open(users, localCaller, scope())).rejects.toMatchObject({
      code: 'TOO_MANY_EXPORTS',
    });
    second.close();
    third.close();
  });
});
