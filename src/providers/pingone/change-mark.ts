import { isObject, parseInstant, texts } from '../rows.ts';

/** How far the audit log was read: up to a moment, and which rows around that moment are known. */
export interface ChangeMark {
  readonly at: Date;
  /** Ids of rows that were read already and will be met again; those that do not fit are read once more, which does no harm. */
  readonly seen: ReadonlySet<string>;
}

/** A mark is saved with a snapshot: it stays small. */
const MOST_SEEN = 2_000;

export function writeMark({ at, seen }: ChangeMark): string {
  return JSON.stringify({ at: at.toISOString(), seen: [...seen].slice(0, MOST_SEEN) });
}

/** Null: this is no mark of ours. */
export function readMark(mark: string): ChangeMark | null {
  try {
    const value: unknown = JSON.parse(mark);
    const at = isObject(value) ? parseInstant(value['at']) : null;
    return at === null || !isObject(value) ? null : { at, seen: new Set(texts(value, 'seen')) };
  } catch {
    return null;
  }
}
