import { z } from 'zod';
import { ExportError } from './export-error.ts';

/** Where an export stood after a row. */
export interface Position {
  /** See `selectionOf`. */
  readonly selection: string;
  readonly directory: string;
  /** Of the directories up to that one, when their snapshots were taken: milliseconds since the epoch. */
  readonly takenAt: Readonly<Record<string, number>>;
  readonly place: readonly string[];
  /** Rows up to and with this one, over all parts. */
  readonly rows: number;
  /** Whether one of the parts before went on over a renewed snapshot. */
  readonly mixed: boolean;
}

const shape = z.tuple([
  z.literal(1),
  z.string(),
  z.string(),
  z.record(z.string(), z.number()),
  z.array(z.string()).max(20),
  z.int().nonnegative(),
  z.boolean(),
]);

/** A position as the text that rows carry. It names objects that stand in the row anyway, and gives no right to anything. */
export function cursorOf({ selection, directory, takenAt, place, rows, mixed }: Position): string {
  return Buffer.from(JSON.stringify([1, selection, directory, takenAt, place, rows, mixed])).toString(
    'base64url',
  );
}

/** @throws {ExportError} for a text that is no cursor. */
export function positionOf(cursor: string): Position {
  const read = shape.safeParse(parsed(cursor));
  if (!read.success)
    throw new ExportError(
      'BAD_REQUEST',
      `Expected in \`after\` the \`cursor\` of a row as it was written; received "${cursor.slice(0, 40)}".`,
    );
  const [, selection, directory, takenAt, place, rows, mixed] = read.data;
  return { selection, directory, takenAt, place, rows, mixed };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
