import type { Fact, UnknownReason } from '../model/fact.ts';
import type { FindingUnknownReason } from '../model/finding.ts';

/**
 * What a cell holds. Null: there certainly is none. What is not known is the word `UNKNOWN(<reason>)`, and in a list that may lack
 * some, its last item is.
 */
export type Cell = string | number | boolean | null | readonly ListItem[];

/** One of several, by what people know it by, and what it is or by what a program does. */
export interface ListItem {
  readonly id?: string;
  readonly label?: string;
  readonly text: string;
}

/** A row of an export. */
export interface ExportRow {
  /** Its place in the order of its directory; no other row there has the same. */
  readonly place: readonly string[];
  readonly cells: Readonly<Record<string, Cell>>;
}

/** NOT_PERMITTED: the caller may not read it. NOT_KEPT: nobody keeps it here. The others are those of facts and findings. */
type WordReason = UnknownReason | FindingUnknownReason | 'NOT_PERMITTED' | 'NOT_KEPT';

/** How a value that is not known is written. */
export function unknownWord(reason: WordReason): string {
  return `UNKNOWN(${reason})`;
}

/** A fact as a cell: what is known by `write`, or why it is not. */
export function cellOf<T>(fact: Fact<T>, write: (value: T) => Cell): Cell {
  return fact.state === 'KNOWN' ? write(fact.value) : unknownWord(fact.reason);
}

/** A flag that the provider may not tell. */
export function flagCell(value: boolean | null): Cell {
  return value ?? unknownWord('MISSING');
}

export function instantCell(value: Date | null): Cell {
  return value?.toISOString() ?? null;
}

/** An instant that everything has, whether or not the provider tells it. */
export function toldInstant(value: Date | null): Cell {
  return value?.toISOString() ?? unknownWord('MISSING');
}

/** A list, and that more may be missing, where `gap` says why. */
export function listCell(items: readonly ListItem[], gap: UnknownReason | null): Cell {
  return gap === null ? items : [...items, { text: unknownWord(gap) }];
}

/** A cell as one line of text. */
export function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return cell.map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`)).join('; ');
}

/** Places in the order of rows: member by member, by code units. */
export function comparePlaces(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (part !== against) return part < against ? -1 : 1;
  }
  return one.length - other.length;
}
