import type { Said } from '../../../src/findings/answers.ts';
import type { SweepFindings } from '../../../src/findings/evaluate-sweep.ts';
import { ruleById } from '../../../src/findings/index.ts';
import { findingSubjectTypes } from '../../../src/model/finding.ts';

/** What was said, by rule and subject. */
export type Claims = ReadonlyMap<string, Said>;

/** Rules about the evaluation itself: they are there to tell of faults. */
export function tellsOfFaults(ruleId: string): boolean {
  return ruleById.get(ruleId)?.family === 'COVERAGE';
}

/** What every rule said of every subject. */
export function claimsOf({ answers, sweep }: SweepFindings): Claims {
  const directory = sweep.coverage.sources[0]?.directory ?? '';
  const said = new Map<string, Said>();
  for (const type of findingSubjectTypes)
    for (const id of answers[type].subjects)
      for (const { id: ruleId } of answers[type].rules)
        if (!tellsOfFaults(ruleId))
          said.set(`${ruleId} ${directory} ${type} ${id}`, answers[type].saidOf(ruleId, id));
  return said;
}

/** What is said where nothing goes wrong: in one way or another of reading the same. */
export class Truth {
  readonly #said = new Map<string, Set<Said>>();

  add(claims: Claims): void {
    for (const [key, said] of claims) this.#said.set(key, (this.#said.get(key) ?? new Set<Said>()).add(said));
  }

  /** Of how many subjects, by a rule each, it says this. */
  count(said: Said): number {
    return [...this.#said.values()].filter((all) => all.has(said)).length;
  }

  /** Subjects of which a rule says this. */
  of(ruleId: string, said: Said): readonly string[] {
    return [...this.#said].flatMap(([key, all]) =>
      key.startsWith(`${ruleId} `) && all.has(said) ? [key] : [],
    );
  }

  /** Rules and subjects of which one way of reading says that it is so, and another that it is not. */
  get contradictions(): readonly string[] {
    return [...this.#said]
      .filter(([, said]) => said.has('PRESENT') && (said.has('COMPLIANT') || said.has('OUT')))
      .map(([key]) => key);
  }

  /** What is claimed and not true. */
  false(claims: Claims): readonly string[] {
    return [...claims].flatMap(([key, said]) => {
      const inTruth = this.#said.get(key);
      return isFalse(said, inTruth) ? `${key}: ${said}, in truth ${[...(inTruth ?? ['nobody'])].join()}` : [];
    });
  }
}

/** Whether an answer under faults claims what the truth does not say. What is not decided claims nothing. */
function isFalse(said: Said, inTruth: ReadonlySet<Said> | undefined): boolean {
  if (said === 'PRESENT' || said === 'COMPLIANT') return inTruth?.has(said) !== true;
  // That no read could settle it is a claim too: where one did, this one only failed.
  if (said === 'UNSETTLEABLE') return inTruth?.has('PRESENT') === true || inTruth?.has('COMPLIANT') === true;
  // Whether one who is fine is in scope may have stayed open.
  return said === 'OUT' && inTruth?.has('OUT') !== true && inTruth?.has('COMPLIANT') !== true;
}
