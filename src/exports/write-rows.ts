import { setImmediate as nextTurn } from 'node:timers/promises';
import { csvLine } from './csv.ts';
import type { ExportCoverage } from './export-coverage.ts';
import type { ExportFormat, ExportName } from './export-request.ts';
import { type Cell, type ExportRow, textOf } from './export-row.ts';

/** A row with the cursor that asks for those after it. */
export interface PlacedRow {
  readonly cells: ExportRow['cells'];
  readonly cursor: string;
}

export interface Start {
  readonly export: ExportName;
  /** Whether rows went before, in another part. */
  readonly continued: boolean;
  readonly snapshots: readonly { readonly directory: string; readonly takenAt: string }[];
}

/** What the last line says. Without it an export was cut off. */
export interface End {
  /** In this part. */
  readonly rows: number;
  /** In all parts together. */
  readonly rowsInAll: number;
  /** Whether nothing is missing of what was asked for, all parts together. */
  readonly complete: boolean;
  /** Whether parts speak of different moments. */
  readonly mixed: boolean;
  readonly coverage: ExportCoverage;
}

/** What the last line says instead, where the rows may not go on. */
export interface CutOff {
  readonly code: 'UNAUTHENTICATED' | 'AUTH_UNAVAILABLE' | 'READER_TOO_SLOW';
  readonly message: string;
}

/** How one format writes an export. */
interface Lines {
  start(start: Start, columns: readonly string[]): string;
  row(row: PlacedRow, columns: readonly string[]): string;
  end(end: End, columns: readonly string[]): string;
  cutOff(cutOff: CutOff, columns: readonly string[]): string;
}

/** What the last row of a file says of the apostrophes in it. */
const apostrophes =
  'take away an apostrophe at the beginning of a cell and after ; tab or line end in it: it keeps spreadsheets from running the cell';

const formats: Readonly<Record<ExportFormat, Lines>> = {
  jsonl: {
    start: (start) => jsonLine({ type: 'start', version: 1, ...start }),
    row: ({ cells, cursor }) => jsonLine({ type: 'row', ...cells, cursor }),
    end: (end) => jsonLine({ type: 'end', ...end }),
    cutOff: (cutOff) => jsonLine({ type: 'error', ...cutOff }),
  },
  csv: {
    start: (_start, columns) => csvLine([...columns, 'cursor']),
    row: ({ cells, cursor }, columns) =>
      csvLine([...columns.map((name) => textOf(cells[name] ?? null)), cursor]),
    end: ({ rows, rowsInAll, complete, mixed, coverage }, columns) => {
      const said = [
        '#end',
        `rows=${rows}`,
        `rowsInAll=${rowsInAll}`,
        `complete=${complete}`,
        `mixed=${mixed}`,
        coverageText(coverage),
        apostrophes,
      ];
      return csvLine([...said, ...columns.slice(said.length).map(() => ''), '']);
    },
    cutOff: ({ code, message }, columns) =>
      csvLine(['#error', `code=${code}`, message, ...columns.slice(3).map(() => ''), '']),
  },
};

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  jsonl: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** Characters that are handed on together. */
const chunkLength = 16_384;
/** Rows after which others get their turn: a caller who sees little of a large directory would stop the process meanwhile. */
const rowsInTurn = 256;

/**
 * The text of an export, piece by piece: the next one is made when the one before was taken. Whoever stops reading it stops the work.
 * @param rows null stands for one that is left out.
 * @param cutOffBy why nothing more may be read; null: it may. Asked again and again, before anything is handed on.
 */
export async function* writeRows(
  format: ExportFormat,
  columns: readonly string[],
  start: Start,
  rows: AsyncIterable<PlacedRow | null>,
  end: (rows: number) => End,
  cutOffBy: () => CutOff | null = () => null,
): AsyncGenerator<string> {
  const lines = formats[format];
  let text = lines.start(start, columns);
  let [written, looked] = [0, 0];
  let cutOff: CutOff | null = null;
  for await (const row of rows) {
    looked += 1;
    const isTurn = looked % rowsInTurn === 0;
    if (isTurn) await nextTurn();
    if (row !== null) {
      text += lines.row(row, columns);
      written += 1;
    }
    const isPiece = text.length >= chunkLength;
    if (!isTurn && !isPiece) continue;
    // The reader may have taken hours over the piece before.
    cutOff = cutOffBy();
    if (cutOff !== null) break;
    if (!isPiece) continue;
    yield text;
    text = '';
  }
  cutOff ??= cutOffBy();
  yield cutOff === null ? text + lines.end(end(written), columns) : lines.cutOff(cutOff, columns);
}

/** What stands last in place of the end. */
export function cutOffLine(format: ExportFormat, columns: readonly string[], cutOff: CutOff): string {
  return formats[format].cutOff(cutOff, columns);
}

function jsonLine(value: Readonly<Record<string, Cell | object>>): string {
  return `${JSON.stringify(value)}\n`;
}

function coverageText({ sources, gaps, leftOut }: ExportCoverage): string {
  const said = sources.map(({ directory, state, reason }) =>
    reason === null ? `${directory} ${state}` : `${directory} ${state} ${reason}`,
  );
  const missing = gaps.map(({ directory, what, reason }) => `${directory} ${what} ${reason}`);
  const settings = leftOut.flatMap(({ directory, rulesOff, ignored }) => [
    ...(rulesOff.length > 0 ? [`${directory} RULES_OFF ${rulesOff.length}`] : []),
    ...(ignored !== 0 ? [`${directory} IGNORED ${ignored ?? ''}`.trimEnd()] : []),
  ]);
  return [...said, ...missing, ...settings].join('; ');
}
