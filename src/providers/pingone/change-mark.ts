import { createHash } from 'node:crypto';
import { isObject, parseInstant, texts } from '../rows.ts';

/** How far the audit log was read: up to a moment, and which rows around that moment are known. */
export interface ChangeMark {
  readonly at: Date;
  /** `shortOf` the ids of rows that were read already and will be met again; those that do not fit are read once more, which does no harm. */
  readonly seen: ReadonlySet<string>;
  /** Of rows that were recorded before this moment only those about devices count: all else was read after it. Null: every row counts. */
  readonly devicesBefore: Date | null;
}

/** A mark is saved with a snapshot: about half a megabyte is the most that it may take. */
const MOST_SEEN = 50_000;
/** Of the characters of a hash, six bits each: two of 50,000 rows are mixed up once in half a billion times. */
const SHORT = 10;

/** What is kept of the id of a row. */
export function shortOf(id: string): string {
  return createHash('sha1').update(id).digest('base64url').slice(0, SHORT);
}

export function writeMark({ at, seen, devicesBefore }: ChangeMark): string {
  return JSON.stringify({
    at: at.toISOString(),
    seen: [...seen].slice(0, MOST_SEEN),
    ...(devicesBefore === null ? {} : { devicesBefore: devicesBefore.toISOString() }),
  });
}

/** Null: this is no mark of ours. */
export function readMark(mark: string): ChangeMark | null {
  try {
    const value: unknown = JSON.parse(mark);
    const at = isObject(value) ? parseInstant(value['at']) : null;
    if (at === null || !isObject(value)) return null;
    return { at, seen: new Set(texts(value, 'seen')), devicesBefore: parseInstant(value['devicesBefore']) };
  } catch {
    return null;
  }
}
