import type { Finding, FindingUnknownReason } from '../model/finding.ts';
import type { AnyRule } from './rule.ts';
import { Turns } from '../upstream/turns.ts';

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

/** What a rule said of a subject, in a byte: `OUT` is what is left where nothing is noted. */
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
const codes = names.length;

/** OUT: the rule is not about the subject. IGNORED: the operator wants the subject left alone. OPEN and UNSETTLEABLE: not decided; no read can settle the latter. */
export type Said = keyof typeof code;

/** Reasons that no other read takes away. */
const unsettleable: ReadonlySet<FindingUnknownReason> = new Set(['NOT_CAPABLE', 'NOT_CONFIGURED']);

function codeOf({ state, absentReason, unknownReason }: Finding): number {
  if (state === 'PRESENT') return code.PRESENT;
  if (state === 'ABSENT' && absentReason === 'IGNORED') return code.IGNORED;
  if (state === 'ABSENT') return absentReason === 'COMPLIANT' ? code.COMPLIANT : code.OUT;
  if (unknownReason === 'NOT_REQUESTED') return code.NOT_REQUESTED;
  return unknownReason !== null && unsettleable.has(unknownReason) ? code.UNSETTLEABLE : code.OPEN;
}

/** Kept are PRESENT and UNKNOWN answers; of all others a byte tells enough. */
function isKept({ state, unknownReason }: Finding): boolean {
  return state !== 'ABSENT' && unknownReason !== 'NOT_REQUESTED';
}

const nothing: readonly Finding[] = [];

/** What the rules about one kind of subject said of each: a byte for every answer, and the findings that are worth keeping. */
export class Answers {
  readonly rules: readonly Pick<AnyRule, 'id'>[];
  readonly #columns: ReadonlyMap<string, number>;
  readonly #rows = new Map<string, number>();
  readonly #kept: (readonly Finding[])[] = [];
  #codes: Uint8Array;

  /** @param expected how many subjects there will be. */
  constructor(rules: readonly Pick<AnyRule, 'id'>[], expected: number) {
    this.rules = rules;
    this.#columns = new Map(rules.map(({ id }, column) => [id, column]));
    this.#codes = new Uint8Array(rules.length * expected);
  }

  get subjects(): Iterable<string> {
    return this.#rows.keys();
  }

  has(externalId: string): boolean {
    return this.#rows.has(externalId);
  }

  /** Makes room for a subject: the order of these calls is that of the findings. */
  add(externalId: string): void {
    this.#rows.set(externalId, this.#kept.length);
    this.#kept.push(nothing);
    const needed = this.#kept.length * this.rules.length;
    if (needed <= this.#codes.length) return;
    const wider = new Uint8Array(needed * 2);
    wider.set(this.#codes);
    this.#codes = wider;
  }

  /** Takes in what rules said of a subject that has room, in place of what they said before. */
  put(externalId: string, findings: readonly Finding[]): void {
    const row = this.#rows.get(externalId);
    if (row === undefined) return;
    const said = new Set<string>();
    for (const finding of findings) {
      const column = this.#columns.get(finding.ruleId);
      if (column === undefined) continue;
      this.#codes[row * this.rules.length + column] = codeOf(finding);
      said.add(finding.ruleId);
    }
    const before = this.#kept[row] ?? nothing;
    const kept = findings.filter(isKept);
    if (before.length > 0) kept.push(...before.filter(({ ruleId }) => !said.has(ruleId)));
    this.#kept[row] = kept.length === 0 ? nothing : kept;
  }

  /** Takes over what the same rules said of a subject before. */
  take(externalId: string, before: Answers): void {
    const [row, from] = [this.#rows.get(externalId), before.#rows.get(externalId)];
    if (row === undefined || from === undefined) return;
    const width = this.rules.length;
    this.#codes.set(before.#codes.subarray(from * width, (from + 1) * width), row * width);
    this.#kept[row] = before.#kept[from] ?? nothing;
  }

  keptOf(externalId: string): readonly Finding[] {
    const row = this.#rows.get(externalId);
    return row === undefined ? nothing : (this.#kept[row] ?? nothing);
  }

  /** Subject by subject. */
  get kept(): Iterable<readonly Finding[]> {
    return this.#kept;
  }

  /** What a rule said of a subject; OUT also where it was not asked at all. */
  saidOf(ruleId: string, externalId: string): Said {
    const [row, column] = [this.#rows.get(externalId), this.#columns.get(ruleId)];
    if (row === undefined || column === undefined) return 'OUT';
    return names[this.#codes[row * this.rules.length + column] ?? code.OUT] ?? 'OUT';
  }

  /** How many subjects the operator wants left alone. */
  get ignored(): number {
    let count = 0;
    for (let at = 0; at < this.#kept.length * this.rules.length; at += this.rules.length)
      if (this.#codes[at] === code.IGNORED) count += 1;
    return count;
  }

  /** How every rule came out over all subjects. */
  async tallies(): Promise<readonly Tally[]> {
    const all = await this.talliesBy(() => '');
    return all.get('') ?? this.#talliesOf(new Uint32Array(this.rules.length * codes));
  }

  /** The same for the subjects of each kind: by what `kindOf` answers; null: they are left out. */
  async talliesBy(
    kindOf: (externalId: string) => string | null,
  ): Promise<ReadonlyMap<string, readonly Tally[]>> {
    const width = this.rules.length;
    const countsOf = new Map<string, Uint32Array>();
    const turns = new Turns();
    for (const [externalId, row] of this.#rows) {
      if (row % 64 === 0) await turns.pause();
      const kind = kindOf(externalId);
      if (kind === null) continue;
      const counts = countsOf.get(kind) ?? new Uint32Array(width * codes);
      countsOf.set(kind, counts);
      for (let column = 0; column < width; column += 1) {
        const at = column * codes + (this.#codes[row * width + column] ?? code.OUT);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
    return new Map([...countsOf].map(([kind, counts]) => [kind, this.#talliesOf(counts)]));
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
