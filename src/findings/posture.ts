/** The score of a directory, as an interval: what is not known widens it, and never improves it. */
import type { FindingFamily, Severity } from '../model/finding.ts';

/** How one rule came out over all subjects that it is about. */
export interface RuleCounts {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly present: number;
  /** ABSENT because the subject is fine; those out of scope are not counted. */
  readonly compliant: number;
  /** Not decided. `NOT_REQUESTED` is not counted: nobody tried. */
  readonly unknown: number;
}

/** The score of the rules of one family. */
export interface FamilyPosture {
  readonly family: FindingFamily;
  readonly posture: Posture;
}

export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'INSUFFICIENT_DATA';

export interface Posture {
  /** 0 to 100, one decimal; null when nothing could be decided. */
  readonly score: number | null;
  /** The score if everything unknown were a finding, and if nothing of it were. Null without any rule in scope. */
  readonly scoreLow: number | null;
  readonly scoreHigh: number | null;
  /** How much of what the rules asked could be decided, weighted by severity: 0 to 1. Null without any rule in scope. */
  readonly coverage: number | null;
  readonly grade: Grade;
}

/** What caps a grade whatever the score. */
export interface GradeGates {
  readonly openCritical: boolean;
  /** A finding of HIGH on somebody who can take over the directory. */
  readonly openHighOnTopAdministrator: boolean;
}

const weights: Readonly<Record<Severity, number>> = { CRITICAL: 10, HIGH: 6, MEDIUM: 3, LOW: 1, INFO: 0 };

/** Below so much coverage a grade would be a guess. */
const MIN_COVERAGE = 0.6;

export function postureOf(counts: readonly RuleCounts[], gates: GradeGates): Posture {
  const decided = counts.filter(({ present, compliant }) => present + compliant > 0);
  const inScope = counts.filter(({ present, compliant, unknown }) => present + compliant + unknown > 0);
  const score = weighted(decided, ({ present, compliant }) => present / (present + compliant));
  const low = weighted(inScope, (rule) => (rule.present + rule.unknown) / total(rule));
  const high = weighted(inScope, (rule) => rule.present / total(rule));
  const known = weighted(inScope, (rule) => (rule.present + rule.compliant) / total(rule));
  return {
    score: points(score),
    scoreLow: points(low),
    scoreHigh: points(high),
    coverage: known === null ? null : Math.round(known * 1000) / 1000,
    grade: gradeOf(points(score), known, gates),
  };
}

/**
 * The score if what somebody accepted were not there. Never the score that a directory is known by: accepting a risk does not take
 * it away.
 * @param accepted how many of the rule's PRESENT findings are accepted.
 */
export function scoreAfterAcceptance(
  counts: readonly RuleCounts[],
  accepted: (ruleId: string) => number,
): number | null {
  const left = counts
    .map((rule) => ({ ...rule, present: Math.max(0, rule.present - accepted(rule.ruleId)) }))
    .filter(({ present, compliant }) => present + compliant > 0);
  return points(weighted(left, ({ present, compliant }) => present / (present + compliant)));
}

/** The family with the lowest score; of two that stand alike the first. Null: nothing could be decided. */
export function worstFamily(families: readonly FamilyPosture[]): FindingFamily | null {
  let worst: { readonly family: FindingFamily; readonly score: number } | null = null;
  for (const { family, posture } of families)
    if (posture.score !== null && (worst === null || posture.score < worst.score))
      worst = { family, score: posture.score };
  return worst?.family ?? null;
}

function total({ present, compliant, unknown }: RuleCounts): number {
  return present + compliant + unknown;
}

/** The mean of a share over rules by the weight of their severity; null where no rule has any weight. */
function weighted(counts: readonly RuleCounts[], share: (rule: RuleCounts) => number): number | null {
  let sum = 0;
  let weight = 0;
  for (const rule of counts) {
    sum += weights[rule.severity] * share(rule);
    weight += weights[rule.severity];
  }
  return weight === 0 ? null : sum / weight;
}

function points(failing: number | null): number | null {
  return failing === null ? null : Math.round(1000 * (1 - failing)) / 10;
}

const order = ['A', 'B', 'C', 'D', 'E'] as const;

function gradeOf(score: number | null, coverage: number | null, gates: GradeGates): Grade {
  if (score === null || coverage === null || coverage < MIN_COVERAGE) return 'INSUFFICIENT_DATA';
  const earned = [90, 80, 70, 60].findIndex((limit) => score >= limit);
  const cap = gates.openCritical ? 3 : gates.openHighOnTopAdministrator ? 2 : 0;
  return order[Math.max(earned === -1 ? 4 : earned, cap)] ?? 'E';
}
