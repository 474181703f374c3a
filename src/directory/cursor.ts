/** A place in a list: opaque to callers, checked when it comes back. */
export interface Cursor {
  /** Key of the directory that the page belongs to. */
  readonly directory: string;
  /** The provider's cursor of that page; null: the first. */
  readonly page: string | null;
  /** Rows of the page that were already given. */
  readonly offset: number;
}

/** A cursor that the list never gave out, or gave out for another filter: there is no place to go on from. */
export class CursorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CursorError';
  }
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.directory, cursor.page, cursor.offset])).toString('base64url');
}

/** Null when the text is not a cursor of ours. */
export function decodeCursor(text: string): Cursor | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3) return null;
    const [directory, page, offset] = parts as unknown[];
    if (typeof directory !== 'string' || (page !== null && typeof page !== 'string')) return null;
    if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) return null;
    return { directory, page, offset };
  } catch {
    return null;
  }
}
