import { createHash } from 'node:crypto';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { isEncodable } from './unicode.ts';

/**
 * Our cursor of a list: the query of PingOne's `next` link without its filter, and a digest of the filter that it
 * belongs to. Clients hand it back, so that everything in it is checked and it can lead nowhere but to this list.
 */
interface CursorParts {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly filter: string;
}

/** What PingOne's own links carry. Of the filter only its presence is kept: the caller says it again. */
const PARAMETERS = ['cursor', 'limit', 'filter'] as const;

export function writeCursor(path: string, next: URLSearchParams, filter: string | null): string {
  const query = Object.fromEntries(
    PARAMETERS.flatMap((name) => {
      const value = next.get(name);
      return value === null ? [] : [[name, name === 'filter' ? '' : value]];
    }),
  );
  const parts: CursorParts = { path, query, filter: digest(filter) };
  return Buffer.from(JSON.stringify([parts.path, parts.query, parts.filter])).toString('base64url');
}

/**
 * The query parameters that a cursor stands for.
 * @throws {UpstreamError} `INVALID_REQUEST` for a cursor that this list with this filter never gave out.
 */
export function readCursor(
  cursor: string,
  expected: {
    readonly path: string;
    readonly route: string;
    readonly directory: string;
    readonly filter: string | null;
  },
): Readonly<Record<string, string>> {
  const parts = decode(cursor);
  if (parts === null) throw refused(expected, 'is not one that this list gave out');
  if (parts.path !== expected.path) throw refused(expected, 'belongs to another list');
  if (parts.filter !== digest(expected.filter))
    throw refused(expected, 'belongs to the same list with another filter');
  const { filter, ...query } = parts.query;
  return filter === undefined || expected.filter === null ? query : { ...query, filter: expected.filter };
}

function decode(cursor: string): CursorParts | null {
  if (cursor.length > 8_000 || !/^[\w-]+$/.test(cursor)) return null;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [path, query, filter]: unknown[] = value;
  if (typeof path !== 'string' || typeof filter !== 'string' || !isQuery(query)) return null;
  return { path, query, filter };
}

function isQuery(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const known: readonly string[] = PARAMETERS;
  return (
    'cursor' in value &&
    Object.entries(value).every(
      ([name, text]) => known.includes(name) && typeof text === 'string' && isEncodable(text),
    )
  );
}

function digest(filter: string | null): string {
  return createHash('sha256')
    .update(filter ?? '')
    .digest('base64url')
    .slice(0, 16);
}

function refused(
  expected: { readonly route: string; readonly directory: string },
  reason: string,
): UpstreamError {
  return new UpstreamError({
    code: 'INVALID_REQUEST',
    message: `The cursor ${reason}. Use the endCursor of the page before, with the same filter, or start without a cursor.`,
    directory: expected.directory,
    route: `GET ${expected.route}`,
  });
}
