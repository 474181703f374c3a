/** One line of the report. */
export interface Row {
  readonly question: string;
  readonly gateway: string;
  /** What the goal is set against: the hand-written loop, or the ideal. */
  readonly against: string;
  /** Gateway to that. */
  readonly ratio: number | null;
  /** The most that the ratio may be, or with `atLeast` the least; null where there is no goal. */
  readonly goal: number | null;
  readonly atLeast?: boolean;
  /** What else was measured in the same rounds. */
  readonly beside?: readonly Measured[];
  /** Calls, refusals, right answers: what must hold besides the time. */
  readonly facts: string;
  /** Whether those facts are as they must be. */
  readonly right: boolean;
  /** Bars of the chart; left out: this line has none. */
  readonly chart?: Chart;
}

/** Something beside the gateway: `limit`, `naive`. */
export interface Measured {
  readonly name: string;
  readonly told: string;
  /** Gateway to this. */
  readonly ratio: number;
}

/** What each side took, in milliseconds or requests a second. */
export interface Chart {
  readonly title: string;
  readonly more: 'better' | 'worse';
  readonly bars: readonly { readonly name: string; readonly value: number; readonly note?: string }[];
}

const heads = ['question', 'gateway', 'goal against', 'ratio', 'goal', 'met', 'beside', 'calls and answers'];

/** Whether a line is as it must be. */
export function met({ ratio, goal, right, atLeast = false }: Row): boolean {
  if (!right) return false;
  if (ratio === null || goal === null) return true;
  return atLeast ? ratio >= goal : ratio <= goal;
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

/** The same in Markdown. */
export function markdownOf(rows: readonly Row[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows.map(cellsOf)];
  return lines
    .map((line) => `| ${line.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`)
    .join('\n');
}

export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en')} ms`;
}

function cellsOf(row: Row): string[] {
  return [
    row.question,
    row.gateway,
    row.against,
    row.ratio?.toFixed(2) ?? '',
    row.goal === null ? '' : `${row.atLeast === true ? '>=' : '<='} ${row.goal}`,
    row.goal === null && row.right ? '' : met(row) ? 'yes' : 'NO',
    (row.beside ?? []).map(({ name, told, ratio }) => `${name} ${told} (${ratio.toFixed(2)})`).join(', '),
    row.facts,
  ];
}
