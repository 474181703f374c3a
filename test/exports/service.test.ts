import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { connectDirectories } from '../../src/cli/connect.ts';
import type { Directory } from '../../src/directory/directory.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { findingsTable } from '../../src/cli/findings-table.ts';
import { checkFindings, verdictOf } from '../../src/exports/checked-findings.ts';
import { toSarif } from '../../src/exports/sarif.ts';
import { exportScope } from '../../src/exports/answer-export.ts';
import { anyFinding, type ExportRequest } from '../../src/exports/export-request.ts';
import { ExportService, type ExportServiceOptions } from '../../src/exports/export-service.ts';
import type { FindingRecord } from '../../src/findings/history/finding-history.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import { IdentityService } from '../../src/identities/identity-service.ts';
import { MemoryLinkStore } from '../../src/identities/memory-link-store.ts';
import type { User } from '../../src/model/user.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { configOf } from '../support/gateway.ts';
import { sarifLog } from './sarif-shape.ts';

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

type Change = (sweep: Sweep) => Sweep;

const withoutFirstRole: Change = (sweep) => ({
  ...sweep,
  userRoleAssignments: new Map([...sweep.userRoleAssignments].slice(1)),
});
const sameSums: Change = (sweep) => ({ ...sweep, userGroups: new Map(sweep.userGroups) });

function titled({ sweeper }: Directory): User {
  const [user] = sweeper.current?.users.rows ?? [];
  if (user === undefined) throw new Error('Expected a user.');
  return { ...user, title: 'Other', observedAt: new Date(user.observedAt.getTime() + 1) };
}

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

  test.each([
    ['a user was changed', (directory: Directory) => directory.sweeper.replaceUser(titled(directory))],
    ['roles were read behind it', (directory: Directory) => directory.sweeper.amend(withoutFirstRole)],
    ['memberships were changed', (directory: Directory) => directory.sweeper.amend(sameSums)],
  ])('does not go on over the same moment when %s, but mixed where that is accepted', async (_, change) => {
    const { service, directory } = open();
    const whole = await read(service, users);
    const after = String(whole[10]?.['cursor']);
    expect((await read(service, { ...users, after })).at(-1)).toMatchObject({ complete: true });
    change(directory);
    await expect(service.open({ ...users, after }, localCaller, scope())).rejects.toMatchObject({
      code: 'SNAPSHOT_CHANGED',
    });
    const rest = await read(service, { ...users, after, acceptsRenewed: true });
    expect(rest.at(-1)).toMatchObject({ mixed: true, complete: false });
  });

  test('is not complete when the part before lacked something that is there again', async () => {
    const { service, directory } = open();
    const disarm = sandbox.faults.add({
      route: /\/populations$/,
      fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
    });
    onTestFinished(disarm);
    const lacking = await read(service, users);
    expect(lacking.at(-1)).toMatchObject({ complete: false });
    disarm();
    directory.cache.clear();
    expect((await read(service, users)).at(-1)).toMatchObject({ complete: true });
    const after = String(lacking[10]?.['cursor']);
    const rest = await read(service, { ...users, after });
    expect(rest.at(-1)).toMatchObject({
      mixed: false,
      complete: false,
      coverage: { gaps: [{ directory: '*', what: 'EARLIER_ROWS' }] },
    });
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

describe('an export whose caller is no longer good', () => {
  const keyed: Caller = { ...localCaller, credential: { kind: 'KEY', id: '0123456789ab' } };

  test.each(['jsonl', 'csv'] as const)(
    'ends as %s with an error, and without the last line',
    async (format) => {
      let isGood = true;
      const { service } = open({ stillGood: () => isGood });
      const opened = await service.open({ ...users, format }, keyed, scope());
      isGood = false;
      let text = '';
      for await (const piece of opened.text) text += piece;
      opened.close();
      expect(text).toContain('UNAUTHENTICATED');
      expect(text).not.toMatch(/"type":"end"|#end|"type":"row"/);
    },
  );

  test.each([
    ['before the first page', 0],
    ['between pages', 1],
  ])('ends decisions too, %s', async (_when, pagesBefore) => {
    let pages = 0;
    const { service } = open({
      stillGood: () => pages <= pagesBefore,
      decisions: {
        findings: {
          list: () => {
            pages += 1;
            return Promise.resolve({
              rows: [{ row: acceptedRecord(`f${pages}`), cursor: '' }],
              hasNextPage: true,
            });
          },
        },
        links: { list: () => Promise.reject(new Error('Asked too late.')) },
      },
    });
    const opened = service.openDecisions(keyed);
    let text = '';
    for await (const piece of opened?.text ?? []) text += piece;
    opened?.close();
    expect(pages).toBe(pagesBefore + 1);
    expect(text.match(/"finding":"f\d"/g) ?? []).toHaveLength(pagesBefore);
    expect(JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'error',
      code: 'UNAUTHENTICATED',
    });
  });

  test('ends with a token, when that has come to its end', async () => {
    const expiresAt = new Date('2026-01-01T00:00:00Z');
    const caller: Caller = { ...localCaller, credential: { kind: 'TOKEN', expiresAt } };
    const at = async (ms: number) => {
      const { service } = open({ now: () => expiresAt.getTime() + ms });
      const opened = await service.open(users, caller, scope());
      let text = '';
      for await (const piece of opened.text) text += piece;
      opened.close();
      return text.includes('"type":"end"');
    };
    expect([await at(0), await at(30_000)]).toEqual([true, false]);
  });
});

function acceptedRecord(id: string): FindingRecord {
  const at = new Date();
  return {
    id,
    ruleId: 'mfa::user_no_factor',
    subject: { directory: 'acme', type: 'USER', externalId: 'u' },
    populationId: null,
    severity: 'LOW',
    state: 'OPEN',
    firstSeenAt: at,
    lastSeenAt: at,
    openedAt: at,
    staleSince: null,
    resolvedAt: null,
    reopenCount: 0,
    acceptance: { reason: 'r', by: 'b', at, expiresAt: at, severity: 'LOW' },
  };
}

/** Waits by hand: `fire` ends those of a length. */
function hand() {
  const waits = new Set<{ readonly ms: number; readonly run: () => void }>();
  const after = (ms: number, run: () => void) => {
    const wait = { ms, run };
    waits.add(wait);
    return () => void waits.delete(wait);
  };
  const fire = (ms: number) => {
    for (const wait of waits) if (wait.ms === ms) wait.run();
  };
  return { clock: { after }, waits, fire };
}

const findings = (rules?: readonly string[]): ExportRequest => ({
  ...users,
  name: 'findings',
  findings: { ...anyFinding, ...(rules && { rules }) },
});

describe('who reads slowly', () => {
  const pace = { pieceMs: 30, wholeMs: 1_800 };

  test.each([30, 1_800])('gives the seat back after %i of its pace', async (ms) => {
    const { clock, waits, fire } = hand();
    const { service } = open({ most: 1, pace, clock });
    const opened = await service.open(users, localCaller, scope());
    const pieces = opened.text[Symbol.asyncIterator]();
    await pieces.next();
    await expect(service.open(users, localCaller, scope())).rejects.toThrow('may be under way');
    expect(opened.tooSlow.aborted).toBe(false);
    fire(ms);
    expect(opened.tooSlow.aborted).toBe(true);
    expect((await pieces.next()).done).toBe(true);
    opened.close();
    expect((await read(service, users)).length).toBeGreaterThan(2);
    expect(waits.size).toBe(0);
  });

  test('is waited for where no pace is set', async () => {
    const { clock, waits } = hand();
    const { service } = open({ pace: null, clock });
    const opened = await service.open(users, localCaller, scope());
    await opened.text[Symbol.asyncIterator]().next();
    expect(waits.size).toBe(0);
    opened.close();
  });
});

describe('what the settings leave out', () => {
  const rule = 'mfa::user_no_factor';
  async function withSettings() {
    const { directory } = open();
    const { users: list } = await directory.sweeper.read(scope());
    const settings = { ...everyRuleOn, rules: { [rule]: false }, ignore: [list.rows[0]?.externalId ?? ''] };
    const identities = new IdentityService({ directories: [directory], links: new MemoryLinkStore() });
    return { directory, identities, swept: new SweptFindings(settings, identities) };
  }

  test('a rule that is off is refused by name, and told with what is ignored in the last line', async () => {
    const { directory, identities, swept } = await withSettings();
    const service = new ExportService({ directories: [directory], identities, swept });
    await expect(service.open(findings([rule]), localCaller, scope())).rejects.toThrow(`"${rule}" is off`);
    const last = (await read(service, findings())).at(-1);
    expect(last).toMatchObject({
      coverage: { leftOut: [{ directory: 'acme', rulesOff: [rule], ignored: 1 }] },
    });
  });

  test('a pipeline does not pass by a rule that is off', async () => {
    const { directory, swept } = await withSettings();
    const check = (rules: readonly string[]) =>
      checkFindings([directory], { ...anyFinding, rules }, swept, scope(), null);
    const checked = await check([rule]);
    expect(checked.namedOff).toEqual([{ directory: 'acme', ruleId: rule }]);
    expect(verdictOf(checked, 'LOW')).toBe('NOT_EXCLUDED');
    expect([...findingsTable(checked)].join('')).toContain(`Off, and not evaluated: ${rule} in acme.`);
    expect(JSON.stringify(sarifLog.parse(toSarif(checked, '1.0.0')))).toContain('RULE_OFF');
    expect((await check(['okta::user_not_in_idp', 'ping_identity::user_not_in_idp'])).namedOff).toEqual([]);
  });
});
