import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { markdownOf, type Row } from './table.ts';

const begin = '<!-- bench: begin -->';
const end = '<!-- bench: end -->';

/**
 * Writes the table between the two markers of a document, and leaves the rest of it.
 * @throws when the markers are not there, in this order.
 */
export function writeInto(path: string | URL, rows: readonly Row[], at: Date): void {
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(
      `Expected the lines ${begin} and ${end} in ${String(path)}; put them where the table goes.`,
    );
  }
  const machine = `${at.toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} processors`;
  const table = `${begin}\n\nRun of ${machine}.\n\n${markdownOf(rows)}\n\n`;
  writeFileSync(path, text.slice(0, from) + table + text.slice(to));
}
