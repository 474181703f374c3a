import { type CursorOwner, parseJson, parsePageCursor, writePageCursor } from '../page-cursor.ts';
import { OPTIONAL, type OptionalProperty } from './user-properties.ts';

/** Which page of a list of people is meant. Graph wants the same query again with its `$skiptoken`. */
export interface UserPlace {
  /** The removed ones follow the others. */
  readonly stage: 'LIVING' | 'REMOVED';
  readonly top: number;
  readonly optional: readonly OptionalProperty[];
  /** Null: the first page of the stage. */
  readonly token: string | null;
}

export function writeUserCursor(owner: Pick<CursorOwner, 'list' | 'filter'>, place: UserPlace): string {
  const { stage, top, optional, token } = place;
  return writePageCursor(owner, JSON.stringify([stage, top, optional, token]));
}

/** @throws {UpstreamError} `INVALID_REQUEST` for a cursor that this list with this filter never gave out. */
export function readUserCursor(cursor: string, owner: CursorOwner, mostRows: number): UserPlace {
  return parsePageCursor(cursor, owner, (value) => toPlace(parseJson(value), mostRows));
}

function toPlace(parsed: unknown, mostRows: number): UserPlace | null {
  if (!Array.isArray(parsed) || parsed.length !== 4) return null;
  const [stage, top, optional, token]: unknown[] = parsed;
  if (stage !== 'LIVING' && stage !== 'REMOVED') return null;
  if (typeof top !== 'number' || !Number.isSafeInteger(top) || top < 1 || top > mostRows) return null;
  if (token !== null && typeof token !== 'string') return null;
  if (!Array.isArray(optional)) return null;
  const names: unknown[] = optional;
  const known = OPTIONAL.filter((name) => names.includes(name));
  return known.length === names.length ? { stage, top, optional: known, token } : null;
}
