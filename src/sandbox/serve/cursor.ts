import { createHash } from 'node:crypto';
import { invalidData } from '../api-error.ts';

/** Where a walk over a list stands. Opaque to clients. */
export interface Cursor {
  readonly path: string;
  /** Part of the cursor, so that a page cannot be continued under another filter. */
  readonly filter: string | undefined;
  /** How many rows of the whole list were looked at. */
  readonly position: number;
  /** The last row that was looked at; finds the place again after removals. */
  readonly after: string;
  /** Rows in all, counted once at the first page. */
  readonly count: number | undefined;
}

export function writeCursor(cursor: Cursor): string {
  const text = JSON.stringify([
    cursor.path,
    cursor.filter ?? null,
    cursor.position,
    cursor.after,
    cursor.count ?? null,
  ]);
  return Buffer.from(`${checksum(text)}${text}`).toString('base64url');
}

/** @throws {ApiError} 400 when it was not made here, or for another list. */
export function readCursor(text: string, path: string): Cursor {
  const plain = Buffer.from(text, 'base64url').toString('utf8');
  const json = plain.slice(8);
  if (checksum(json) !== plain.slice(0, 8)) throw refused();
  const [of, filter, position, after, count] = JSON.parse(json) as [
    string,
    string | null,
    number,
    string,
    number | null,
  ];
  if (of !== path) throw refused();
  return { path, filter: filter ?? undefined, position, after, count: count ?? undefined };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function refused(): Error {
  return invalidData({
    code: 'INVALID_VALUE',
    target: 'cursor',
    message: 'The cursor is not one that was issued for this list.',
  });
}
