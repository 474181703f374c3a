import type { Finding, FindingSubjectType } from '../model/finding.ts';
import { Turns } from '../upstream/turns.ts';
import { Answers } from './answers.ts';
import type { Sheet } from './census.ts';
import { eachInTurns } from './each-in-turns.ts';
import type { AnyRule } from './rule.ts';
import type { ListDifference } from './sweep-difference.ts';
import type { UserVerdicts } from './verdicts.ts';

/** A subject whose answers were found anew, and what was kept of them before and now. */
export interface Renewed {
  readonly type: FindingSubjectType;
  readonly externalId: string;
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
}

/** All subjects of one kind, and how they are judged. */
export interface Part<T, R> {
  readonly type: FindingSubjectType;
  readonly rows: readonly T[];
  readonly rules: readonly R[];
  /** @param only some of the rules. */
  readonly judge: (row: T, verdicts: UserVerdicts, only?: readonly R[]) => Promise<void> | undefined;
  /** What a user answers to what is counted. */
  readonly counted?: (row: number, sheet: Sheet) => void;
}

/** Answers that rest on something that may have changed. */
export interface Doubt {
  /** A sum of `looked`. */
  readonly looked: number;
  /** Of which subjects; null: of all. */
  readonly ids: Iterable<string> | null;
}

export interface PartBefore {
  readonly answers: Answers;
  readonly difference: ListDifference;
  readonly doubts: readonly Doubt[];
}

interface Row {
  readonly externalId: string;
}

type Judgeable = Pick<AnyRule, 'id'>;

/** Judges every subject. */
export async function evaluatePart<T extends Row, R extends Judgeable>(part: Part<T, R>): Promise<Answers> {
  const answers = new Answers(part.rules);
  await eachInTurns(part.rows, (subject) => judge(part, answers, answers.add(subject.externalId), null));
  return answers;
}

/** Judges the subjects that changed, and of the others what rests on what changed. All else that was said is taken over. */
export async function evaluatePartAgain<T extends Row, R extends Judgeable>(
  part: Part<T, R>,
  before: PartBefore,
): Promise<{ readonly answers: Answers; readonly renewed: readonly Renewed[] }> {
  const answers = await arranged(part, before);
  const due = await dueIn(answers, before);
  const renewed: Renewed[] = [];
  const { type } = part;
  await eachInTurns(
    [...due].toSorted(([one], [other]) => one - other),
    ([row, columns]) => judge(part, answers, row, columns),
  );
  for (const row of due.keys()) {
    const externalId = part.rows[row]?.externalId ?? '';
    renewed.push({ type, externalId, before: before.answers.keptOf(externalId), after: answers.keptIn(row) });
  }
  for (const externalId of before.difference.gone)
    renewed.push({ type, externalId, before: before.answers.keptOf(externalId), after: [] });
  return { answers, renewed };
}

function judge<T extends Row, R extends Judgeable>(
  { rows, rules, judge: ask, counted }: Part<T, R>,
  answers: Answers,
  row: number,
  columns: readonly number[] | null,
): Promise<void> | undefined {
  const subject = rows[row];
  if (subject === undefined) return undefined;
  const writer = answers.writer(row, columns, counted);
  const only = columns?.flatMap((column) => rules[column] ?? []);
  const rest = ask(subject, writer, only);
  if (rest === undefined) writer.end();
  return rest?.then(() => writer.end());
}

/** What was said before, in the order of the rows now. */
async function arranged(
  { rows, rules }: Pick<Part<Row, Judgeable>, 'rows' | 'rules'>,
  { answers: before, difference: { from } }: PartBefore,
): Promise<Answers> {
  if (from === null) {
    const next = before.next();
    for (const { externalId } of rows.slice(next.size)) next.add(externalId);
    return next;
  }
  const answers = new Answers(rules);
  const turns = new Turns();
  for (const [place, { externalId }] of rows.entries()) {
    const row = answers.add(externalId);
    const was = from[place];
    if (was !== undefined) answers.take(row, before, was);
    if (turns.isOver) await turns.pause();
  }
  return answers;
}

/** By row, the columns of the rules that are to be asked again; null: all. */
async function dueIn(
  answers: Answers,
  { difference: { changed }, doubts }: PartBefore,
): Promise<ReadonlyMap<number, readonly number[] | null>> {
  const due = new Map<number, number[] | null>();
  for (const id of changed) {
    const row = answers.rowOf(id);
    if (row !== undefined) due.set(row, null);
  }
  const turns = new Turns();
  for (const { looked, ids } of doubts) {
    const columns = answers.columnsLooking(looked);
    if (columns.length === 0) continue;
    for (const row of ids === null ? upTo(answers.size) : rowsOf(answers, ids)) {
      note(due, answers, row, columns, looked);
      if (row % 64 === 0 && turns.isOver) await turns.pause();
    }
  }
  return due;
}

function note(
  due: Map<number, number[] | null>,
  answers: Answers,
  row: number,
  columns: readonly number[],
  looked: number,
): void {
  const known = due.get(row);
  if (known === null) return;
  for (const column of columns) {
    if ((answers.byteAt(row, column) & looked) === 0 || known?.includes(column) === true) continue;
    const noted = due.get(row);
    if (noted === undefined || noted === null) due.set(row, [column]);
    else if (!noted.includes(column)) noted.push(column);
  }
}

function* upTo(count: number): Generator<number> {
  for (let row = 0; row < count; row += 1) yield row;
}

function* rowsOf(answers: Answers, ids: Iterable<string>): Generator<number> {
  for (const id of ids) {
    const row = answers.rowOf(id);
    if (row !== undefined) yield row;
  }
}
