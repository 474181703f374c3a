/**
 * What a rule is. Start here to add one: write `rules/<rule-id>.ts` with `::` and `_` as `-`, add a line to `user-rules.ts` or
 * `directory-rules.ts`,
 * and a test of its worked cases. A rule is a record and two pure functions; it never loads anything itself.
 */
import type { Capability, ProviderKind } from '../model/directory.ts';
import type {
  CostClass,
  Evidence,
  FindingFamily,
  FrameworkControl,
  Remedy,
  RuleSet,
  Severity,
} from '../model/finding.ts';
import type { ApplicationFacts, DirectoryFacts, GroupFacts, PopulationFacts, UserFacts } from './facts.ts';
import type { Truth } from './kleene.ts';
import type { Poll } from './polls.ts';
import type { RuleSetting } from './settings.ts';

/** Which facts belong to which kind of subject. */
export interface FactsOf {
  readonly USER: UserFacts;
  readonly GROUP: GroupFacts;
  readonly APPLICATION: ApplicationFacts;
  readonly POPULATION: PopulationFacts;
  readonly DIRECTORY: DirectoryFacts;
}

export interface Rule<S extends keyof FactsOf = keyof FactsOf> {
  /** `family::name`, stable for ever. */
  readonly id: string;
  readonly title: string;
  /** What it means and why it matters, in two sentences at most. */
  readonly description: string;
  readonly family: FindingFamily;
  /** Decides whether it is on where the operator says nothing: see `rule-sets.ts`. */
  readonly set: RuleSet;
  readonly subject: S;
  /** Only about directories of a kind that has one of these, see `kinds-of-directory.ts`; left out: about all. */
  readonly about?: readonly Capability[];
  /** Only about directories of these kinds: others do not have what it is about; left out: about all. */
  readonly kinds?: readonly ProviderKind[];
  readonly severity: Severity;
  readonly cost: CostClass;
  /** Whether the rule is about administrators already: then tier 0 does not raise its severity again. */
  readonly aboutAdministrators: boolean;
  readonly frameworks: readonly FrameworkControl[];
  readonly remedies: readonly Remedy[];
  /** Settings that its answer rests on, the main one first. */
  readonly settings: readonly RuleSetting[];
  /** Where it may speak up though nothing is wrong, or what it cannot see. */
  readonly caveats: readonly string[];
  /** What it wants to know of everybody as a count: asked of each user once, whatever else is evaluated. */
  readonly polls?: readonly Poll[];
  /** Whether the rule is about this subject at all: false makes it ABSENT (OUT_OF_SCOPE). */
  scope(facts: FactsOf[S]): Truth;
  /** Whether it holds; only asked when `scope` is not false. */
  holds(facts: FactsOf[S]): Truth;
  /** What to show beside PRESENT. Names and numbers, no secrets. */
  evidence(facts: FactsOf[S]): readonly Evidence[];
  /** What to show unless the subject is out of scope: bounds of a count, a source that stood in for another. */
  notes?(facts: FactsOf[S]): readonly Evidence[];
  /** The severity where it depends on the facts (age, reach); before the general modifiers. Null: what it depends on could not be read. */
  severityOf?(facts: FactsOf[S]): Severity | null;
  /** Whether it rests on a link to the primary directory in which there is little confidence: that lowers the severity. */
  restsOnWeakLink?(facts: FactsOf[S]): boolean;
}

/** A rule of any kind of subject, as `index.ts` lists them. */
export type AnyRule = { [S in keyof FactsOf]: Rule<S> }[keyof FactsOf];

export function defineRule<S extends keyof FactsOf>(rule: Rule<S>): Rule<S> {
  return rule;
}
