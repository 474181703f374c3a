import { type CheckedFindings, isAccepted, type NamedFinding } from '../exports/checked-findings.ts';
import { sayable } from '../model/sayable.ts';
import { severities } from '../model/finding.ts';

/** Of a cell that others wrote. */
const widest = 40;
/** Rules are named whole: `--rule` takes no less. */
const ruleColumn = 1;

/** Findings as lines for people, worst first, with who accepts them, and what could not be read at the end. */
export function* findingsTable({ present, open, namedOff, coverage }: CheckedFindings): Generator<string> {
  const accepted = present.filter(isAccepted);
  const unclear = present.filter(({ acceptance }) => acceptance === 'UNKNOWN');
  const rows = present.map(({ finding: { severity, ruleId, subject }, subjectName, acceptance }) => [
    severity,
    ruleId,
    subject.directory,
    subject.type,
    subjectName ?? subject.externalId,
    ...(accepted.length === 0 ? [] : [acceptedText(acceptance)]),
  ]);
  const last = accepted.length === 0 ? [] : ['ACCEPTED'];
  yield* aligned([['SEVERITY', 'RULE', 'DIRECTORY', 'ABOUT', 'NAME', ...last], ...rows]);
  const others = counted(present.filter((each) => !isAccepted(each)));
  const found = present.length === 0 ? 'Nothing was found' : 'Nothing was found that nobody accepts';
  yield `\n${others === '' ? found : others}.\n`;
  if (accepted.length > 0) yield `Accepted, and not counted: ${counted(accepted)}.\n`;
  if (unclear.length > 0) yield `Counted, though somebody may accept them: ${counted(unclear)}.\n`;
  for (const { directory, state, reason, message } of coverage.sources)
    if (state === 'FAILED')
      yield `Not read: ${directory} (${reason ?? 'PARTIAL'}): ${sayable(message ?? '')}\n`;
  for (const { directory, what, reason } of coverage.gaps)
    yield `Not read whole: ${what} of ${directory} (${reason}).\n`;
  for (const { directory, ruleId, reason, severity, count } of open)
    yield `Undecided: ${ruleId} (${severity}) for ${count} in ${directory}: ${reason}.\n`;
  for (const { directory, ruleId } of namedOff) yield `Off, and not evaluated: ${ruleId} in ${directory}.\n`;
  for (const { directory, rulesOff, ignored } of coverage.leftOut) {
    if (rulesOff.length > 0)
      yield `${rulesAreOff(rulesOff.length)} in ${directory} unless switched on (\`findings.families\`, docs/rules.md).\n`;
    if (ignored !== 0) yield `Ignored by the settings: ${ignored ?? 'some'} objects of ${directory}.\n`;
  }
}

function counted(findings: readonly NamedFinding[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter(({ finding }) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity.toLowerCase()}`];
  });
  return counts.join(', ');
}

function rulesAreOff(count: number): string {
  return count === 1 ? '1 rule is off' : `${count} rules are off`;
}

function acceptedText(acceptance: NamedFinding['acceptance']): string {
  if (acceptance === null) return '';
  if (acceptance === 'UNKNOWN') return 'not known';
  return `until ${acceptance.expiresAt.toISOString().slice(0, 10)} by ${acceptance.by}`;
}

function* aligned(rows: readonly (readonly string[])[]): Generator<string> {
  const cells = rows.map((row) =>
    row.map((cell, column) => sayable(cell, column === ruleColumn ? {} : { longest: widest })),
  );
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  for (const row of cells)
    yield `${row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
}
