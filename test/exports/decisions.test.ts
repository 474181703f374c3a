import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { decisionLines, type DecisionSource } from '../../src/exports/decision-rows.ts';
import { acceptanceOf } from '../../src/exports/decisions.ts';
import { readDecisions } from '../../src/exports/read-decisions.ts';
import type { Acceptance, FindingRecord } from '../../src/findings/history/finding-history.ts';
import { isWorse, sighted } from '../../src/findings/history/life-cycle.ts';
import { cutOffLine } from '../../src/exports/write-rows.ts';
import type { ManualLink } from '../../src/identities/manual-link.ts';
import { severities } from '../../src/model/finding.ts';

const now = new Date('2026-03-02T12:00:00.000Z');

function recordOf(id: string, acceptance: Acceptance, more: Partial<FindingRecord> = {}): FindingRecord {
  return {
    id,
    ruleId: 'mfa::user_no_factor',
    subject: { directory: 'acme', type: 'USER', externalId: 'u' },
    populationId: 'p',
    severity: acceptance.severity,
    state: 'OPEN',
    firstSeenAt: now,
    lastSeenAt: now,
    openedAt: now,
    staleSince: null,
    resolvedAt: null,
    reopenCount: 0,
    acceptance,
    ...more,
  };
}

/** Gives so many records at once as asked for. */
function sourceOf(records: readonly FindingRecord[], links: readonly ManualLink[]): DecisionSource {
  return {
    findings: {
      list: (_filter, { first, after }) => {
        const start = after === null ? 0 : Number(after) + 1;
        const rows = records
          .slice(start, start + first)
          .map((row, at) => ({ row, cursor: String(start + at) }));
        return Promise.resolve({ rows, hasNextPage: start + first < records.length });
      },
    },
    links: { list: () => Promise.resolve(links) },
  };
}

async function linesFor(caller: Caller, source: DecisionSource): Promise<readonly string[]> {
  let text = '';
  for await (const piece of decisionLines(source, caller, now)) text += piece;
  return text.trimEnd().split('\n');
}

const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
const acceptance = fc.record<Acceptance>({
  reason: anyText,
  by: anyText,
  at: moment,
  expiresAt: moment,
  severity: fc.constantFrom(...severities),
});
const account = fc.record({ directory: anyText, externalId: anyText });
const link = fc.record<ManualLink>({
  kind: fc.constantFrom('SAME', 'DIFFERENT'),
  one: account,
  other: account,
  by: anyText,
  reason: fc.constant(null),
  at: moment,
});

describe('decisions', () => {
  test('are read as they were written, whatever stands in them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(anyText, acceptance), { selector: ([id]) => id }),
        fc.array(link),
        async (accepted, links) => {
          const records = accepted.map(([id, given]) => recordOf(id, given));
          const read = await readDecisions(await linesFor(localCaller, sourceOf(records, links)));
          expect(read).toEqual({ acceptances: new Map(accepted), links, takenAt: now, complete: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of many findings come page by page', async () => {
    const given: Acceptance = { reason: 'r', by: 'b', at: now, expiresAt: now, severity: 'LOW' };
    const records = Array.from({ length: 1_201 }, (_, at) => recordOf(`f${at}`, given));
    const read = await readDecisions(await linesFor(localCaller, sourceOf(records, [])));
    expect(read.acceptances.size).toBe(1_201);
  });

  test('hold until they end, and for nothing that is worse', () => {
    fc.assert(
      fc.property(acceptance, fc.constantFrom(...severities), (given, severity) => {
        const acceptances = new Map([['f', given]]);
        for (const complete of [true, false]) {
          const found = acceptanceOf({ id: 'f', severity }, { acceptances, complete }, now);
          const holds = given.expiresAt > now && !isWorse(severity, given.severity);
          expect(found).toBe(holds ? given : null);
        }
        expect(acceptanceOf({ id: 'g', severity }, { acceptances, complete: true }, now)).toBeNull();
      }),
    );
  });

  test('that may be missing are not known, which is not the same as nobody', () => {
    expect(acceptanceOf({ id: 'f', severity: 'LOW' }, { acceptances: new Map(), complete: false }, now)).toBe(
      'UNKNOWN',
    );
  });

  test('hold for a severity that could not be read in full exactly where the history of a gateway has it so', () => {
    const later = new Date(now.getTime() + 1);
    fc.assert(
      fc.property(
        acceptance.filter(({ expiresAt }) => expiresAt > later),
        fc.constantFrom(...severities),
        fc.tuple(fc.constantFrom(...severities), fc.constantFrom(...severities)),
        (given, before, [one, other]) => {
          fc.pre(!isWorse(before, given.severity));
          const [best, worst] = isWorse(one, other) ? [other, one] : [one, other];
          const record = recordOf('f', given, { severity: before });
          const { id, ruleId, subject, populationId } = record;
          const seen = { id, ruleId, subject, populationId, severity: worst, severityRange: { best, worst } };
          const inGateway = sighted(record, seen, later)?.record.acceptance ?? null;
          const decided = { acceptances: new Map([['f', given]]), complete: true };
          expect(acceptanceOf(seen, decided, later)).toEqual(inGateway);
        },
      ),
    );
  });

  test('that stand on two pages, because something changed meanwhile, are told once', async () => {
    const given: Acceptance = { reason: 'r', by: 'b', at: now, expiresAt: now, severity: 'LOW' };
    const pages = [
      ['a', 'b'],
      ['b', 'c'],
    ].map((ids) => ids.map((id) => ({ row: recordOf(id, given), cursor: id })));
    const source: DecisionSource = {
      findings: {
        list: () => Promise.resolve({ rows: pages.shift() ?? [], hasNextPage: pages.length > 0 }),
      },
      links: { list: () => Promise.resolve([]) },
    };
    const read = await readDecisions(await linesFor(localCaller, source));
    expect([...read.acceptances.keys()]).toEqual(['a', 'b', 'c']);
  });

  test('that a gateway stopped telling are no file of decisions', async () => {
    const lines = (await linesFor(localCaller, sourceOf([], []))).slice(0, -1);
    const cutOff = cutOffLine('jsonl', [], { code: 'UNAUTHENTICATED', message: 'The key was revoked.' });
    await expect(readDecisions([...lines, cutOff])).rejects.toThrow(
      'The gateway ended this export before its end (UNAUTHENTICATED). Take it anew.',
    );
  });

  test('are told to callers as far as they reach, and the last line says whether that is all', async () => {
    const given: Acceptance = { reason: 'r', by: 'b', at: now, expiresAt: now, severity: 'LOW' };
    const source = sourceOf(
      [
        recordOf('inside', given),
        recordOf('outside', given, { populationId: 'q' }),
        recordOf('whole', given, {
          populationId: null,
          subject: { directory: 'acme', type: 'DIRECTORY', externalId: 'acme' },
        }),
        recordOf('elsewhere', given, { subject: { directory: 'okta', type: 'USER', externalId: 'u' } }),
      ],
      [
        {
          kind: 'SAME',
          one: { directory: 'acme', externalId: 'a' },
          other: { directory: 'okta', externalId: 'b' },
          by: 'b',
          reason: 'secret',
          at: now,
        },
      ],
    );
    const told = async (...grants: Caller['grants']) => {
      const lines = (await linesFor({ ...localCaller, grants }, source)).map(
        (line) => JSON.parse(line) as { finding?: string; says?: string; complete?: boolean },
      );
      return [...lines.slice(1, -1).map(({ finding, says }) => finding ?? says), lines.at(-1)?.complete];
    };
    expect(await told(...localCaller.grants)).toEqual([
      'inside',
      'outside',
      'whole',
      'elsewhere',
      'SAME',
      true,
    ]);
    expect(await told({ permission: 'finding:read' })).toEqual([
      'inside',
      'outside',
      'whole',
      'elsewhere',
      false,
    ]);
    expect(await told({ permission: 'directory:read' })).toEqual(['SAME', false]);
    expect(await told({ permission: 'directory:read', directories: ['acme'] })).toEqual([false]);
    expect(await told({ permission: 'finding:read', directories: ['okta'] })).toEqual(['elsewhere', false]);
    expect(await told({ permission: 'finding:read', directories: ['acme'], populations: ['p'] })).toEqual([
      'inside',
      false,
    ]);
    expect((await linesFor(localCaller, source)).join('')).not.toContain('secret');
  });
});
