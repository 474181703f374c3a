import type { Acceptance } from '../findings/history/finding-history.ts';
import type { ManualLink } from '../identities/manual-link.ts';
import { decisionLine, type ReadEnd, type ReadLine, type ReadLink } from './decision-shapes.ts';
import type { Decisions } from './decisions.ts';
import { ExportError } from './export-error.ts';

/** Decisions as a file has them. */
interface ReadDecisions extends Decisions {
  readonly takenAt: Date;
}

/**
 * Reads what `decisionLines` wrote. @throws {ExportError} for anything else, with the line, and for a file that was cut off: an
 * acceptance that is missing is not one that was never given.
 */
export async function readDecisions(lines: AsyncIterable<string> | Iterable<string>): Promise<ReadDecisions> {
  const acceptances = new Map<string, Acceptance>();
  const links: ManualLink[] = [];
  let takenAt: Date | null = null;
  let end: ReadEnd | null = null;
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const read = lineOf(text, number);
    if (end !== null || (read.type === 'start') !== (takenAt === null)) throw notDecisions(number);
    if (read.type === 'start') takenAt = read.takenAt;
    else if (read.type === 'end') end = read;
    else if (read.type === 'error') throw ended(read);
    else if (read.kind === 'LINK') links.push(linkOf(read));
    else {
      const { finding, severity, by, reason, at, expiresAt } = read;
      acceptances.set(finding, { severity, by, reason, at, expiresAt });
    }
  }
  if (takenAt === null) throw notDecisions(1);
  if (end === null || end.rows !== acceptances.size + links.length)
    throw new ExportError(
      'BAD_REQUEST',
      'The file was cut off: its last line is missing, or rows are. Take it anew.',
    );
  return { acceptances, links, takenAt, complete: end.complete };
}

function linkOf({ says, one, other, by, at }: ReadLink): ManualLink {
  return { kind: says, one, other, by, reason: null, at };
}

function lineOf(text: string, number: number): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notDecisions(number);
  }
  const read = decisionLine.safeParse(value);
  if (!read.success) throw notDecisions(number);
  return read.data;
}

function notDecisions(number: number): ExportError {
  return new ExportError(
    'BAD_REQUEST',
    `Expected what GET /exports/decisions.jsonl or \`rollcall export decisions\` gives; line ${number} is something else.`,
  );
}

function ended({ code }: { readonly code: string }): ExportError {
  return new ExportError(
    'BAD_REQUEST',
    `The gateway ended this export before its end (${code.slice(0, 40)}). Take it anew.`,
  );
}
