/** One rule on one subject: what it answers with the facts that are there, and what it would have to know. */
import type { FindingAbsentReason, FindingUnknownReason } from '../model/finding.ts';
import type { Truth } from './kleene.ts';
import type { Loadable, Recorder } from './lazy/slot.ts';

export type Verdict =
  | { readonly state: 'PRESENT' }
  | { readonly state: 'ABSENT'; readonly reason: FindingAbsentReason }
  | { readonly state: 'UNKNOWN'; readonly reason: FindingUnknownReason };

export interface Decision {
  readonly verdict: Verdict;
  /** What to load before this verdict is final; empty: it is. */
  readonly wanted: ReadonlySet<Loadable>;
  /** The verdict stands whatever is loaded, but its reason could still become more exact. Not worth a call. */
  readonly reasonOpen: boolean;
}

/** The two questions of a rule. */
interface Questions<F> {
  scope(facts: F): Truth;
  holds(facts: F): Truth;
}

const nothing: ReadonlySet<Loadable> = new Set();
const outOfScope: Decision = {
  verdict: { state: 'ABSENT', reason: 'OUT_OF_SCOPE' },
  wanted: nothing,
  reasonOpen: false,
};
const compliant: Decision = {
  verdict: { state: 'ABSENT', reason: 'COMPLIANT' },
  wanted: nothing,
  reasonOpen: false,
};
/** Who is perhaps out of scope does not count as compliant: that would water down the share of those who are not. */
const absentInDoubt: Decision = { ...outOfScope, reasonOpen: true };
const present: Decision = { verdict: { state: 'PRESENT' }, wanted: nothing, reasonOpen: false };

/** The gate comes first: what only the second question would need is not wanted while the gate may still close. */
export function decide<F>(recorder: Recorder, rule: Questions<F>, facts: F): Decision {
  recorder.begin();
  const gate = rule.scope(facts);
  const missedByGate = recorder.missed;
  if (gate === false) return outOfScope;
  recorder.begin();
  const matter = rule.holds(facts);
  const missed = recorder.missed;
  if (gate === true) {
    if (matter === true) return present;
    if (matter === false) return compliant;
    return { verdict: { state: 'UNKNOWN', reason: matter.reason }, wanted: missed, reasonOpen: false };
  }
  if (matter === false) return absentInDoubt;
  return {
    verdict: { state: 'UNKNOWN', reason: gate.reason },
    wanted: missedByGate.size > 0 || matter === true ? missedByGate : missed,
    reasonOpen: false,
  };
}
