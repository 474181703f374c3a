import * as z from 'zod';
import { ExportError } from './export-error.ts';

/** Where an export stood after a row. */
export interface Position {
  /** See `selectionOf`. */
  readonly selection: string;
  readonly directory: string;
  /** Of the directories up to that one, which contents their rows are of: see `contentsOf`. */
  readonly contents: Readonly<Record<string, string>>;
  readonly place: readonly string[];
  /** Rows up to and with this one, over all parts. */
  readonly rows: number;
  /** Whether one of the parts before went on over a renewed snapshot. */
  readonly mixed: boolean;
  /** Whether something could not be read for the rows up to this one, so that the parts together are not complete. */
  readonly lacking: boolean;
}

const shape = z.tuple([
  z.literal(2),
  z.string(),
  z.string(),
  z.record(z.string(), z.string()),
  z.array(z.string()).max(20),
  z.int().nonnegative(),
  z.boolean(),
  z.boolean(),
]);

/** A position as the text that rows carry. It names objects that stand in the row anyway, and gives no right to anything. */
export function cursorOf(position: Position): string {
  const { selection, directory, contents, place, rows, mixed, lacking } = position;
  return Buffer.from(
    JSON.stringify([2, selection, directory, contents, place, rows, mixed, lacking]),
  ).toString('base64url');
}

/** @throws {ExportError} for a text that is no cursor. */
export function positionOf(cursor: string): Position {
  const read = shape.safeParse(parsed(cursor));
  if (!read.success)
    throw new ExportError(
      'BAD_REQUEST',
      `Expected in \`after\` the \`cursor\` of a row as it was written; received "${cursor.slice(0, 40)}".`,
    );
  const [, selection, directory, contents, place, rows, mixed, lacking] = read.data;
  return { selection, directory, contents, place, rows, mixed, lacking };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
