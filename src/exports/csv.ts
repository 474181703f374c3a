/**
 * CSV as RFC 4180 has it, of which no spreadsheet runs a cell. A text whose first character would make it a formula (`=`, `+`, `-`,
 * `@`, their full-width forms, a tab or a line end before anything) gets an apostrophe before it; so does what stands after a `;`, a
 * tab or a line end within, where programs set to another separator begin a cell (OWASP, "CSV Injection"). A text that has an
 * apostrophe there already gets another one: what was written can be read back exactly.
 */

/** Where a program may begin a cell, before what it would run or what looks like our own mark. */
const RUN = /(?<=^|[;\t\r\n])(?=[\s"]*[=+\-@'\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r\n])/g;

const MARKED = /(?<=^|[;\t\r\n])'/g;

/** The text with apostrophes where a spreadsheet would run it. */
export function harmless(text: string): string {
  return text.replace(RUN, "'");
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
