import type { Caller } from '../access/caller.ts';
import { cursorOf, type Position } from './cursor.ts';
import { entitlementRows } from './entitlement-rows.ts';
import { type ExportPart, isRead, type ReadPart } from './export-part.ts';
import { type ExportRequest, selectionOf } from './export-request.ts';
import type { ExportRow } from './export-row.ts';
import { findingRows, type RecordsOf } from './finding-rows.ts';
import { takenAtOf } from './held-parts.ts';
import { userRows, type Who } from './user-rows.ts';
import type { PlacedRow } from './write-rows.ts';

export interface RowSources {
  readonly parts: readonly ExportPart[];
  /** Null: from the beginning. */
  readonly position: Position | null;
  readonly who: Who;
  readonly recordsOf: RecordsOf | null;
  /** Whether rows before these are of other moments. */
  readonly isMixed: boolean;
}

/** The rows of all directories after a position, each with its cursor. Null stands for one that the caller does not get. */
export async function* placed(
  request: ExportRequest,
  caller: Caller,
  sources: RowSources,
): AsyncGenerator<PlacedRow | null> {
  const { parts, position, isMixed } = sources;
  const selection = selectionOf(request);
  let rows = position?.rows ?? 0;
  for (const part of parts.filter(isRead)) {
    if (position !== null && part.key < position.directory) continue;
    const after = position?.directory === part.key ? position.place : null;
    const takenAt = takenAtOf(parts, part.key);
    for await (const row of rowsOf(request, part, caller, after, sources)) {
      if (row === null) {
        yield null;
        continue;
      }
      rows += 1;
      const { place, cells } = row;
      yield {
        cells,
        cursor: cursorOf({ selection, directory: part.key, takenAt, place, rows, mixed: isMixed }),
      };
    }
  }
}

function rowsOf(
  { name, findings }: ExportRequest,
  part: ReadPart,
  caller: Caller,
  after: readonly string[] | null,
  { who, recordsOf }: RowSources,
): AsyncGenerator<ExportRow | null> {
  if (name === 'users') return userRows(part, { caller, after, who });
  if (name === 'entitlements') return entitlementRows(part, { caller, after });
  return findingRows(part, { caller, selection: findings, after, recordsOf });
}
