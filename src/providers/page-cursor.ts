import { createHash } from 'node:crypto';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { isEncodable } from './unicode.ts';

/** The list that a cursor belongs to. */
export interface CursorOwner {
  readonly directory: string;
  /** Names the list in errors: `GET /api/v1/users`. */
  readonly route: string;
  /** What tells this list from others of the directory: `users`, `groups/00g1/users`. */
  readonly list: string;
  /** The provider's part of the filter; null: none. A cursor of another filter is refused. */
  readonly filter: string | null;
}

/**
 * Our cursor over the provider's own (`after`, a page token, an index): clients hand it back, so that it is known which list and
 * filter it belongs to, and it can lead nowhere else. What it holds is still to be sent as one encoded parameter, never as an address.
 */
export function writePageCursor(owner: Pick<CursorOwner, 'list' | 'filter'>, value: string): string {
  return Buffer.from(JSON.stringify([owner.list, digest(owner.filter), value])).toString('base64url');
}

/** The provider's own cursor. @throws {UpstreamError} `INVALID_REQUEST` for one that this list with this filter never gave out. */
export function readPageCursor(cursor: string, owner: CursorOwner): string {
  const parts = decode(cursor);
  if (parts === null) throw refused(owner, 'is not one that this list gave out');
  if (parts.list !== owner.list) throw refused(owner, 'belongs to another list');
  if (parts.filter !== digest(owner.filter))
    throw refused(owner, 'belongs to the same list with another filter');
  return parts.value;
}

/**
 * The same of a list whose place takes more than one value to say.
 * @param parse reads what was written with `writePageCursor`; null: it was not written by this list.
 * @throws {UpstreamError} `INVALID_REQUEST` for one that this list with this filter never gave out.
 */
export function parsePageCursor<T>(
  cursor: string,
  owner: CursorOwner,
  parse: (value: string) => T | null,
): T {
  const place = parse(readPageCursor(cursor, owner));
  if (place === null) throw refused(owner, 'is not one that this list gave out');
  return place;
}

/** The value behind a JSON text; null: it is none. */
export function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

function decode(cursor: string): { list: string; filter: string; value: string } | null {
  if (cursor.length > 8_000 || !/^[\w-]+$/.test(cursor)) return null;
  const parsed = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(parsed) || parsed.length !== 3) return null;
  const [list, filter, value]: unknown[] = parsed;
  if (typeof list !== 'string' || typeof filter !== 'string' || typeof value !== 'string') return null;
  return isEncodable(value) ? { list, filter, value } : null;
}

function digest(filter: string | null): string {
  return createHash('sha256')
    .update(filter ?? '')
    .digest('base64url')
    .slice(0, 16);
}

function refused({ directory, route }: CursorOwner, reason: string): UpstreamError {
  return new UpstreamError({
    code: 'INVALID_REQUEST',
    message: `The cursor ${reason}. Use the endCursor of the page before, with the same filter, or start without a cursor.`,
    directory,
    route,
  });
}
