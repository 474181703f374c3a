import type { Evidence, Finding, FindingAbsentReason, FindingUnknownReason } from '../model/finding.ts';
import { Turns } from '../upstream/turns.ts';
import type { Sheet } from './census.ts';
import type { AnyRule } from './rule.ts';
import type { UserVerdicts } from './verdicts.ts';

/** How one rule came out over its subjects. */
export interface Tally {
  readonly ruleId: string;
  readonly present: number;
  /** ABSENT because the subject is fine; those that the rule is not about are left out. */
  readonly compliant: number;
  readonly unknown: number;
  /** Of `unknown`, those that no read can settle: the directory does not have it, or the operator has not set it up. */
  readonly unsettleable: number;
  /** Left out because answering would have cost a call per user. */
  readonly notRequested: number;
}

/** What a rule said of a subject: `OUT` is what is left where nothing is noted. The bits above tell what the answer rests on. */
const code = {
  OUT: 0,
  PRESENT: 1,
  COMPLIANT: 2,
  OPEN: 3,
  UNSETTLEABLE: 4,
  NOT_REQUESTED: 5,
  IGNORED: 6,
} as const;
const names = Object.keys(code) as readonly Said[];
const codes = 8;
const ofCode = codes - 1;

/** OUT: the rule is not about the subject. IGNORED: the operator wants the subject left alone. OPEN and UNSETTLEABLE: not decided; no read can settle the latter. */
export type Said = keyof typeof code;

/** Reasons that no other read takes away. */
const unsettleable: ReadonlySet<FindingUnknownReason> = new Set(['NOT_CAPABLE', 'NOT_CONFIGURED']);

const absences: Readonly<Record<FindingAbsentReason, number>> = {
  COMPLIANT: code.COMPLIANT,
  OUT_OF_SCOPE: code.OUT,
  IGNORED: code.IGNORED,
};

function codeOf({ state, unknownReason }: Finding): number {
  if (state === 'PRESENT') return code.PRESENT;
  if (unknownReason === 'NOT_REQUESTED') return code.NOT_REQUESTED;
  return unknownReason !== null && unsettleable.has(unknownReason) ? code.UNSETTLEABLE : code.OPEN;
}

const nothing: readonly Finding[] = [];
/** Rows of which the bytes are in one piece: what is changed is copied piece by piece. */
const rowsOfPiece = 1_024;

type Rules = readonly Pick<AnyRule, 'id'>[];

/** What the rules about one kind of subject said of each: a byte for every answer, and the findings that are worth keeping. */
export class Answers {
  readonly rules: Rules;
  readonly #columns: ReadonlyMap<string, number>;
  /** By id. Shared with the answers that came before these as long as only rows were added: those know how many are theirs. */
  readonly #rows: Map<string, number>;
  #size = 0;
  #kept: (readonly Finding[])[] = [];
  #pieces: Uint8Array[] = [];
  /** Pieces that no earlier answers have. */
  readonly #own = new Set<number>();
  /** By column, eight each. */
  #counts: Uint32Array;
  /** By column: what any of its answers was ever said to rest on. */
  #looked: Uint8Array;

  constructor(rules: Rules, rows = new Map<string, number>()) {
    this.rules = rules;
    this.#rows = rows;
    this.#columns = new Map(rules.map(({ id }, column) => [id, column]));
    this.#counts = new Uint32Array(rules.length * codes);
    this.#looked = new Uint8Array(rules.length);
  }

  get subjects(): Iterable<string> {
    return this.#rows.size === this.#size ? this.#rows.keys() : [...this.#rows.keys()].slice(0, this.#size);
  }

  get size(): number {
    return this.#size;
  }

  has(externalId: string): boolean {
    return this.rowOf(externalId) !== undefined;
  }

  /** The place of a subject, in the order in which they were added. */
  rowOf(externalId: string): number | undefined {
    const row = this.#rows.get(externalId);
    return row === undefined || row >= this.#size ? undefined : row;
  }

  /** Makes room for a subject: the order of these calls is that of the findings. */
  add(externalId: string): number {
    const row = this.#size;
    this.#rows.set(externalId, row);
    this.#kept.push(nothing);
    this.#size += 1;
    if (row % rowsOfPiece === 0) {
      this.#own.add(this.#pieces.length);
      this.#pieces.push(new Uint8Array(rowsOfPiece * this.rules.length));
    }
    return row;
  }

  /** These answers, to be changed and added to: whoever has them now does not see it. */
  next(): Answers {
    // What others added to rows that are shared is not among these.
    const rows = this.#rows.size === this.#size ? this.#rows : new Map([...this.#rows].slice(0, this.#size));
    const next = new Answers(this.rules, rows);
    next.#size = this.#size;
    next.#kept = this.#kept.slice();
    next.#pieces = this.#pieces.slice();
    next.#counts = this.#counts.slice();
    next.#looked = this.#looked.slice();
    return next;
  }

  /** Where the answers about the subject in a row go, in place of what was said before. @param columns of the rules that are asked; left out: all. */
  writer(
    row: number,
    columns: readonly number[] | null = null,
    counted: ((row: number, sheet: Sheet) => void) | null = null,
  ): RowWriter {
    return new RowWriter(this, row, columns, counted);
  }

  /** Takes over what the same rules said of a subject before. */
  take(row: number, before: Answers, from: number): void {
    const piece = this.#pieceOf(row);
    const width = this.rules.length;
    const base = (row % rowsOfPiece) * width;
    for (let column = 0; column < width; column += 1) {
      const byte = before.byteAt(from, column);
      piece[base + column] = byte;
      this.#count(column, byte & ofCode, 1);
    }
    for (let column = 0; column < width; column += 1)
      this.#looked[column] = (this.#looked[column] ?? 0) | (before.#looked[column] ?? 0);
    this.#kept[row] = before.#kept[from] ?? nothing;
  }

  /** @param looked what the answer rests on besides. */
  set(row: number, column: number, said: number, looked: number): void {
    const piece = this.#pieceOf(row);
    const at = (row % rowsOfPiece) * this.rules.length + column;
    this.#count(column, (piece[at] ?? code.OUT) & ofCode, -1);
    this.#count(column, said, 1);
    piece[at] = said | looked;
    if (looked !== 0) this.#looked[column] = (this.#looked[column] ?? 0) | looked;
  }

  keep(row: number, findings: readonly Finding[]): void {
    this.#kept[row] = findings.length === 0 ? nothing : findings;
  }

  columnOf(ruleId: string): number {
    return this.#columns.get(ruleId) ?? this.rules.length;
  }

  keptIn(row: number): readonly Finding[] {
    return this.#kept[row] ?? nothing;
  }

  keptOf(externalId: string): readonly Finding[] {
    const row = this.rowOf(externalId);
    return row === undefined ? nothing : this.keptIn(row);
  }

  /** Subject by subject. */
  get kept(): readonly (readonly Finding[])[] {
    return this.#kept;
  }

  /** Columns of which some answer rests on one of these. */
  columnsLooking(looked: number): readonly number[] {
    return [...this.#looked.entries()].filter(([, bits]) => (bits & looked) !== 0).map(([column]) => column);
  }

  byteAt(row: number, column: number): number {
    const piece = this.#pieces[Math.floor(row / rowsOfPiece)];
    return piece?.[(row % rowsOfPiece) * this.rules.length + column] ?? code.OUT;
  }

  /** What a rule said of a subject; OUT also where it was not asked at all. */
  saidOf(ruleId: string, externalId: string): Said {
    const [row, column] = [this.rowOf(externalId), this.#columns.get(ruleId)];
    if (row === undefined || column === undefined) return 'OUT';
    return names[this.byteAt(row, column) & ofCode] ?? 'OUT';
  }

  /** How many subjects the operator wants left alone. */
  get ignored(): number {
    return this.#counts[code.IGNORED] ?? 0;
  }

  /** How every rule came out over all subjects. */
  get tallies(): readonly Tally[] {
    return this.#talliesOf(this.#counts);
  }

  /** The same for the subjects of each kind: by what `kindOf` answers; null: they are left out. */
  async talliesBy(
    kindOf: (externalId: string) => string | null,
  ): Promise<ReadonlyMap<string, readonly Tally[]>> {
    const width = this.rules.length;
    const countsOf = new Map<string, Uint32Array>();
    const turns = new Turns();
    for (const [externalId, row] of this.#rows) {
      if (row >= this.#size) break;
      if (row % 64 === 0) await turns.pause();
      const kind = kindOf(externalId);
      if (kind === null) continue;
      const counts = countsOf.get(kind) ?? new Uint32Array(width * codes);
      countsOf.set(kind, counts);
      for (let column = 0; column < width; column += 1) {
        const at = column * codes + (this.byteAt(row, column) & ofCode);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
    return new Map([...countsOf].map(([kind, counts]) => [kind, this.#talliesOf(counts)]));
  }

  #pieceOf(row: number): Uint8Array {
    const number = Math.floor(row / rowsOfPiece);
    const piece = this.#pieces[number] ?? new Uint8Array(rowsOfPiece * this.rules.length);
    if (this.#own.has(number)) return piece;
    const copy = piece.slice();
    this.#pieces[number] = copy;
    this.#own.add(number);
    return copy;
  }

  #count(column: number, said: number, more: number): void {
    // Of OUT there is no need to know how many: most are.
    if (said === code.OUT) return;
    const at = column * codes + said;
    this.#counts[at] = (this.#counts[at] ?? 0) + more;
  }

  #talliesOf(counts: Uint32Array): readonly Tally[] {
    const count = (column: number, which: number): number => counts[column * codes + which] ?? 0;
    return this.rules.map(({ id: ruleId }, column) => ({
      ruleId,
      present: count(column, code.PRESENT),
      compliant: count(column, code.COMPLIANT),
      unknown: count(column, code.OPEN) + count(column, code.UNSETTLEABLE),
      unsettleable: count(column, code.UNSETTLEABLE),
      notRequested: count(column, code.NOT_REQUESTED),
    }));
  }
}

/** Takes in the answers about one subject. Kept are PRESENT and UNKNOWN ones; of all others a byte tells enough. */
class RowWriter implements UserVerdicts {
  readonly #answers: Answers;
  readonly #row: number;
  readonly #columns: readonly number[] | null;
  readonly #counted: ((row: number, sheet: Sheet) => void) | null;
  #kept: Finding[] | null = null;

  constructor(
    answers: Answers,
    row: number,
    columns: readonly number[] | null,
    counted: ((row: number, sheet: Sheet) => void) | null,
  ) {
    this.#counted = counted;
    this.#answers = answers;
    this.#row = row;
    this.#columns = columns;
  }

  absent(
    index: number,
    reason: FindingAbsentReason,
    looked: number,
    _notes: () => readonly Evidence[],
  ): void {
    this.#set(index, absences[reason], looked);
  }

  open(index: number, finding: Finding, looked: number): void {
    this.#set(index, codeOf(finding), looked);
    if (finding.unknownReason !== 'NOT_REQUESTED') (this.#kept ??= []).push(finding);
  }

  counted(sheet: Sheet): void {
    this.#counted?.(this.#row, sheet);
  }

  /** To be called when all were asked. */
  end(): void {
    const kept = this.#kept ?? [];
    if (this.#columns === null) {
      this.#answers.keep(this.#row, this.#inOrder(kept));
      return;
    }
    const again = new Set(this.#columns);
    const left = this.#answers
      .keptIn(this.#row)
      .filter(({ ruleId }) => !again.has(this.#answers.columnOf(ruleId)));
    if (left.length === 0 && kept.length === 0) return this.#answers.keep(this.#row, nothing);
    this.#answers.keep(this.#row, this.#inOrder([...left, ...kept]));
  }

  #set(index: number, said: number, looked: number): void {
    this.#answers.set(this.#row, this.#columns?.[index] ?? index, said, looked);
  }

  #inOrder(findings: Finding[]): readonly Finding[] {
    if (findings.length < 2) return findings;
    return findings.toSorted(
      (one, other) => this.#answers.columnOf(one.ruleId) - this.#answers.columnOf(other.ruleId),
    );
  }
}
