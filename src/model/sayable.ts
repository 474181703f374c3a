/**
 * What a terminal or a log would obey instead of showing it: control characters, the line separators of Unicode, and the marks that
 * turn the direction of writing (Unicode Technical Report 36, "Bidirectional Text Spoofing").
 */
const OBEYED = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** The same but for line ends and tabs. */
const OBEYED_IN_LINES = /(?:[^\P{Cc}\n\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069])+/gu;

interface Manner {
  /** In UTF-16 code units; more is cut. Left out: all of it. */
  readonly longest?: number;
  /** Whether it is text in several lines, whose ends and tabs stay. */
  readonly inLines?: boolean;
}

/** Words that others wrote, or that quote them, as they can be shown to people: in one line, and with blanks for what steers a terminal. */
export function sayable(text: string, { longest, inLines = false }: Manner = {}): string {
  const shown = inLines ? text.replaceAll(OBEYED_IN_LINES, ' ') : text.replaceAll(OBEYED, ' ').trim();
  return shown.slice(0, longest);
}
