/** Decisions as lines of JSON, as far as a caller reads them. `readDecisions` reads them again. */
import type { Caller } from '../access/caller.ts';
import { isConfined, reaches } from '../access/reach.ts';
import type { Acceptance, FindingRecord, HistoryStore } from '../findings/history/finding-history.ts';
import type { AccountRef, IdentityLinkStore, ManualLink } from '../identities/manual-link.ts';
import { decisionsVersion, type WrittenLine } from './decision-shapes.ts';
import { type CutOff, cutOffLine } from './write-rows.ts';

/** Where a gateway keeps what was decided. */
export interface DecisionSource {
  readonly findings: Pick<HistoryStore, 'list'>;
  readonly links: Pick<IdentityLinkStore, 'list'>;
}

/** Records in one question to the database, and links that are handed on together. */
const batch = 500;

/**
 * All decisions that a caller sees, line by line: acceptances of findings that the caller reads, and links of accounts of directories
 * that the caller reads whole. Finished ones are left out. @throws what the database throws: the last line is missing then.
 * @param cutOffBy why nothing more may be read; null: it may. Asked before anything is handed on.
 */
export async function* decisionLines(
  source: DecisionSource,
  caller: Caller,
  takenAt: Date,
  cutOffBy: () => CutOff | null = () => null,
): AsyncGenerator<string> {
  let rows = 0;
  let text = line({
    type: 'start',
    version: decisionsVersion,
    export: 'decisions',
    takenAt: takenAt.toISOString(),
  });
  for await (const page of pagesOf(source, caller)) {
    const cutOff = cutOffBy();
    if (cutOff !== null) return yield cutOffLine('jsonl', [], cutOff);
    rows += page.length;
    text += page.map(line).join('');
    yield text;
    text = '';
  }
  const cutOff = cutOffBy();
  yield cutOff === null
    ? text + line({ type: 'end', rows, complete: seesAll(caller) })
    : cutOffLine('jsonl', [], cutOff);
  return undefined;
}

async function* pagesOf(
  { findings, links }: DecisionSource,
  caller: Caller,
): AsyncGenerator<readonly WrittenLine[]> {
  // Pages are read at different moments: a row that is on two of them is one decision.
  const seen = new Set<string>();
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<HistoryStore['list']>> = await findings.list(
      { dispositions: ['ACCEPTED'] },
      { first: batch, after },
    );
    yield page.rows.flatMap(({ row }) => {
      if (row.acceptance === null || seen.has(row.id) || !seesRecord(caller, row)) return [];
      seen.add(row.id);
      return [acceptanceRow(row, row.acceptance)];
    });
    after = page.hasNextPage ? (page.rows.at(-1)?.cursor ?? null) : null;
  } while (after !== null);
  const told = (await links.list()).filter((link) => seesLink(caller, link));
  for (let start = 0; start < told.length; start += batch)
    yield told.slice(start, start + batch).map(linkRow);
}

function line(value: WrittenLine): string {
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

function seesLink(caller: Caller, { one, other }: ManualLink): boolean {
  return [one, other].every(({ directory }) =>
    reaches(caller, 'directory:read', { directory, population: null }),
  );
}

function acceptanceRow(
  record: FindingRecord,
  { severity, by, reason, at, expiresAt }: Acceptance,
): WrittenLine {
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

function linkRow({ kind, one, other, by, at }: ManualLink): WrittenLine {
  return {
    type: 'row',
    kind: 'LINK',
    says: kind,
    one: refOf(one),
    other: refOf(other),
    by,
    at: at.toISOString(),
  };
}

function refOf({ directory, externalId }: AccountRef): AccountRef {
  return { directory, externalId };
}
