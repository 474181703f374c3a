/** Decisions as lines of JSON: how they are written, and how they are read again. */
import * as z from 'zod';
import type { Caller } from '../access/caller.ts';
import { isConfined, reaches } from '../access/reach.ts';
import type { Acceptance, FindingRecord, HistoryStore } from '../findings/history/finding-history.ts';
import type { AccountRef, IdentityLinkStore, ManualLink } from '../identities/manual-link.ts';
import { findingSubjectTypes, severities } from '../model/finding.ts';
import type { Decisions } from './decisions.ts';
import { ExportError } from './export-error.ts';

/** Where a gateway keeps what was decided. */
export interface DecisionSource {
  readonly findings: Pick<HistoryStore, 'list'>;
  readonly links: Pick<IdentityLinkStore, 'list'>;
}

const version = 1;
/** Records in one question to the database. */
const batch = 500;

const moment = z.iso.datetime().transform((text) => new Date(text));
const account = z.object({ directory: z.string().min(1), externalId: z.string().min(1) });

const startLine = z.object({
  type: z.literal('start'),
  version: z.literal(version),
  export: z.literal('decisions'),
  takenAt: moment,
});

const acceptanceLine = z.object({
  type: z.literal('row'),
  kind: z.literal('ACCEPTANCE'),
  finding: z.string().min(1),
  rule: z.string(),
  directory: z.string(),
  subjectType: z.enum(findingSubjectTypes),
  subjectId: z.string(),
  severity: z.enum(severities),
  by: z.string(),
  reason: z.string(),
  at: moment,
  expiresAt: moment,
});

const linkLine = z.object({
  type: z.literal('row'),
  kind: z.literal('LINK'),
  says: z.enum(['SAME', 'DIFFERENT']),
  one: account,
  other: account,
  by: z.string(),
  at: moment,
});

const endLine = z.object({
  type: z.literal('end'),
  rows: z.int().min(0),
  /** Whether the caller who asked for it sees everything that was decided. */
  complete: z.boolean(),
});

const anyLine = z.union([startLine, acceptanceLine, linkLine, endLine]);

type Line = z.input<typeof anyLine>;

/**
 * All decisions that a caller sees, line by line: acceptances of findings that the caller reads, and links of accounts of directories
 * that the caller reads whole. Finished ones are left out. @throws what the database throws: the last line is missing then.
 */
export async function* decisionLines(
  { findings, links }: DecisionSource,
  caller: Caller,
  takenAt: Date,
): AsyncGenerator<string> {
  let rows = 0;
  yield line({ type: 'start', version, export: 'decisions', takenAt: takenAt.toISOString() });
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<HistoryStore['list']>> = await findings.list(
      { dispositions: ['ACCEPTED'] },
      { first: batch, after },
    );
    let text = '';
    for (const { row } of page.rows) {
      if (row.acceptance === null || !seesRecord(caller, row)) continue;
      text += line(acceptanceRow(row, row.acceptance));
      rows += 1;
    }
    if (text !== '') yield text;
    after = page.hasNextPage ? (page.rows.at(-1)?.cursor ?? null) : null;
  } while (after !== null);
  for (const { kind, one, other, by, at } of await links.list()) {
    if (
      ![one, other].every(({ directory }) =>
        reaches(caller, 'directory:read', { directory, population: null }),
      )
    )
      continue;
    rows += 1;
    yield line({
      type: 'row',
      kind: 'LINK',
      says: kind,
      one: refOf(one),
      other: refOf(other),
      by,
      at: at.toISOString(),
    });
  }
  yield line({ type: 'end', rows, complete: seesAll(caller) });
}

function line(value: Line): string {
  return `${JSON.stringify(value)}\n`;
}

/** Whether a caller sees any decision at all. */
export function seesDecisions(caller: Caller): boolean {
  return reaches(caller, 'finding:read', {}) || reaches(caller, 'directory:read', {});
}

function seesAll(caller: Caller): boolean {
  return !isConfined(caller) && reaches(caller, 'finding:read', {}) && reaches(caller, 'directory:read', {});
}

/** Where the object was when it was seen last counts. */
function seesRecord(caller: Caller, { subject: { directory, type }, populationId }: FindingRecord): boolean {
  const isOfDirectory = type === 'DIRECTORY' || type === 'APPLICATION';
  return reaches(
    caller,
    'finding:read',
    isOfDirectory ? { directory } : { directory, population: populationId },
  );
}

function acceptanceRow(record: FindingRecord, { severity, by, reason, at, expiresAt }: Acceptance): Line {
  const { id, ruleId, subject } = record;
  return {
    type: 'row',
    kind: 'ACCEPTANCE',
    finding: id,
    rule: ruleId,
    directory: subject.directory,
    subjectType: subject.type,
    subjectId: subject.externalId,
    severity,
    by,
    reason,
    at: at.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

function refOf({ directory, externalId }: AccountRef): AccountRef {
  return { directory, externalId };
}

/** Decisions as a file has them. */
interface ReadDecisions extends Decisions {
  readonly takenAt: Date;
  /** Whether the file has all that the gateway had. */
  readonly complete: boolean;
}

/**
 * Reads what `decisionLines` wrote. @throws {ExportError} for anything else, with the line, and for a file that was cut off: an
 * acceptance that is missing is not one that was never given.
 */
export async function readDecisions(lines: AsyncIterable<string> | Iterable<string>): Promise<ReadDecisions> {
  const acceptances = new Map<string, Acceptance>();
  const links: ManualLink[] = [];
  let takenAt: Date | null = null;
  let end: z.output<typeof endLine> | null = null;
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const read = lineOf(text, number);
    if (end !== null || (read.type === 'start') !== (takenAt === null)) throw notDecisions(number);
    if (read.type === 'start') takenAt = read.takenAt;
    else if (read.type === 'end') end = read;
    else if (read.kind === 'LINK') links.push(linkOf(read));
    else {
      const { finding, severity, by, reason, at, expiresAt } = read;
      acceptances.set(finding, { severity, by, reason, at, expiresAt });
    }
  }
  if (takenAt === null) throw notDecisions(1);
  if (end === null || end.rows !== acceptances.size + links.length)
    throw new ExportError(
      'BAD_REQUEST',
      'The file was cut off: its last line is missing, or rows are. Take it anew.',
    );
  return { acceptances, links, takenAt, complete: end.complete };
}

function linkOf({ says, one, other, by, at }: z.output<typeof linkLine>): ManualLink {
  return { kind: says, one, other, by, reason: null, at };
}

function lineOf(text: string, number: number): z.output<typeof anyLine> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notDecisions(number);
  }
  const read = anyLine.safeParse(value);
  if (!read.success) throw notDecisions(number);
  return read.data;
}

function notDecisions(number: number): ExportError {
  return new ExportError(
    'BAD_REQUEST',
    `Expected what GET /exports/decisions.jsonl or \`rollcall export decisions\` gives; line ${number} is something else.`,
  );
}
