import type { Caller } from '../access/caller.ts';
import { cursorOf, type Position } from './cursor.ts';
import { entitlementRows } from './entitlement-rows.ts';
import { type ExportPart, isRead, type ReadPart } from './export-part.ts';
import { type ExportRequest, selectionOf } from './export-request.ts';
import type { ExportRow } from './export-row.ts';
import type { AcceptedRisks } from './decisions.ts';
import type { RecordsOf } from './finding-history-cells.ts';
import { findingRows } from './finding-rows.ts';
import { contentsUpTo } from './held-parts.ts';
import { userRows, type Who } from './user-rows.ts';
import type { PlacedRow } from './write-rows.ts';

export interface RowSources {
  readonly parts: readonly ExportPart[];
  /** Null: from the beginning. */
  readonly position: Position | null;
  readonly who: Who;
  readonly recordsOf: RecordsOf | null;
  /** Without records: what is known of acceptances. */
  readonly accepted: AcceptedRisks | null;
  /** Whether rows before these are of other moments. */
  readonly isMixed: boolean;
  /** Whether what belongs to no directory could not be read until now, or something for the rows before these. */
  readonly isLacking: () => boolean;
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
    const contents = contentsUpTo(parts, part.key);
    const lacksPart = lacksSomething(parts, part.key);
    for await (const row of rowsOf(request, part, caller, after, sources)) {
      if (row === null) {
        yield null;
        continue;
      }
      rows += 1;
      const { place, cells } = row;
      yield {
        cells,
        cursor: cursorOf({
          selection,
          directory: part.key,
          contents,
          place,
          rows,
          mixed: isMixed,
          lacking: lacksPart || sources.isLacking(),
        }),
      };
    }
  }
}

/** Whether something of the directories up to one could not be read: it may be there again for the next part. */
function lacksSomething(parts: readonly ExportPart[], upTo: string): boolean {
  return parts.some((part) => part.key <= upTo && (!isRead(part) || part.gaps.length > 0));
}

function rowsOf(
  { name, findings }: ExportRequest,
  part: ReadPart,
  caller: Caller,
  after: readonly string[] | null,
  { who, recordsOf, accepted }: RowSources,
): AsyncGenerator<ExportRow | null> {
  if (name === 'users') return userRows(part, { caller, after, who });
  if (name === 'entitlements') return entitlementRows(part, { caller, after });
  return findingRows(part, { caller, selection: findings, after, recordsOf, accepted });
}
