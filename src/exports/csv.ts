/**
 * CSV as RFC 4180 has it, of which no spreadsheet runs a cell. A text whose first character would make it a formula (`=`, `+`, `-`,
 * `@`, their full-width forms, a tab or a line end before anything) gets an apostrophe before it; so does what stands after a `;`, a
 * tab or a line end within, where programs set to another separator begin a cell (OWASP, "CSV Injection"). A text that has an
 * apostrophe there already gets another one: what was written can be read back exactly.
 */

/** What a program would run, or what looks like our own mark, after what it passes over. */
const BEGINS_RUN = /^[\s"]*[=+\-@'\uFF1D\uFF0B\uFF0D\uFF20]/;

const RUNS: ReadonlySet<string> = new Set("=+-@'\uFF1D\uFF0B\uFF0D\uFF20");

/** After these a program may begin a cell. */
const ENDS: ReadonlySet<string | undefined> = new Set([';', '\t', '\r', '\n']);

const MARKED = /(?<=^|[;\t\r\n])'/g;

/** The text with apostrophes where a spreadsheet would run it. */
export function harmless(text: string): string {
  if (!/[;\t\r\n]/.test(text)) return BEGINS_RUN.test(text) ? `'${text}` : text;
  // From the end, so that each character is looked at once, however many there are between two that count.
  const parts: string[] = [];
  let end = text.length;
  let isBeforeRun = false;
  for (let at = end - 1; at >= 0; at -= 1) {
    const character = text.charAt(at);
    isBeforeRun = RUNS.has(character) || (isBeforeRun && PASSED_OVER.test(character));
    const isMarked = at === 0 ? isBeforeRun || isLineOrTab(character) : isBeforeRun && ENDS.has(text[at - 1]);
    if (!isMarked) continue;
    parts.push(text.slice(at, end));
    end = at;
  }
  parts.push(text.slice(0, end));
  return parts.toReversed().join("'");
}

const PASSED_OVER = /[\s"]/;

function isLineOrTab(character: string): boolean {
  return character !== ';' && ENDS.has(character);
}

/** The text that `harmless` was given. */
export function original(text: string): string {
  return text.replace(MARKED, '');
}

/** One line with its end. Cells are quoted where they have to be, and always where a separator of other programs is in them. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string): string {
  const text = harmless(cell);
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
