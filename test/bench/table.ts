/** One line of the report. */
export interface Row {
  readonly question: string;
  readonly gateway: string;
  /** What it is held against: the hand-written loop, or the ideal. */
  readonly against: string;
  readonly ratio: number | null;
  /** The most that the ratio may be; null where there is no goal. */
  readonly goal: number | null;
  /** Calls, refusals, right answers: what must hold besides the time. */
  readonly facts: string;
  /** Whether those facts are as they must be. */
  readonly right: boolean;
}

const heads = ['question', 'gateway', 'against', 'ratio', 'goal', 'met', 'calls and answers'];

/** Whether a line is as it must be. */
export function met({ ratio, goal, right }: Row): boolean {
  return right && (ratio === null || goal === null || ratio <= goal);
}

/** A table for people, in plain text. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`;
}

function cellsOf(row: Row): string[] {
  return [
    row.question,
    row.gateway,
    row.against,
    row.ratio?.toFixed(2) ?? '',
    row.goal === null ? '' : `<= ${row.goal}`,
    met(row) ? 'yes' : 'NO',
    row.facts,
  ];
}
