import type { Evidence, Finding, FindingAbsentReason, FindingSubject } from '../model/finding.ts';
import { makeFinding } from './make-finding.ts';
import type { Sheet } from './census.ts';
import type { AnyRule } from './rule.ts';

/** Where the answers about one subject go, each by the place of its rule. `looked` is a sum of what the answer rests on besides. */
export interface Verdicts {
  absent(index: number, reason: FindingAbsentReason, looked: number, notes: () => readonly Evidence[]): void;
  /** PRESENT, or UNKNOWN. */
  open(index: number, finding: Finding, looked: number): void;
}

/** The same about a user. */
export interface UserVerdicts extends Verdicts {
  /** What the user answered to what is counted; left out: nobody counts. */
  counted?(sheet: Sheet): void;
}

/** All answers as findings, in the order of the rules. */
export class Findings implements Verdicts {
  readonly list: Finding[] = [];
  readonly #rules: readonly AnyRule[];
  readonly #subject: FindingSubject;
  readonly #asOf: Date;

  constructor(rules: readonly AnyRule[], subject: FindingSubject, asOf: Date) {
    this.#rules = rules;
    this.#subject = subject;
    this.#asOf = asOf;
  }

  absent(
    index: number,
    reason: FindingAbsentReason,
    _looked: number,
    notes: () => readonly Evidence[],
  ): void {
    const rule = this.#rules[index];
    if (rule === undefined) return;
    this.list[index] = makeFinding({
      rule,
      subject: this.#subject,
      verdict: { state: 'ABSENT', reason },
      severity: rule.severity,
      evidence: notes(),
      evaluatedAt: this.#asOf,
    });
  }

  open(index: number, finding: Finding): void {
    this.list[index] = finding;
  }
}
