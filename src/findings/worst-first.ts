import { compareText } from '../model/compare-text.ts';
import { type Finding, rankOf } from '../model/finding.ts';
import { onceFor } from '../model/once-for.ts';
import { inTurns } from '../upstream/turns.ts';
import { sortedInTurns } from './sort-in-turns.ts';

interface SameRule {
  readonly rank: number;
  readonly ruleId: string;
  readonly findings: Finding[];
}

/**
 * Findings by severity, rule and id, made once for each list and in turns with whatever else there is to do: of a large directory
 * there are hundreds of thousands, and the id of each is a hash. Whoever turns the pages of one evaluation does not have it sorted anew.
 */
export const worstFirst: (findings: readonly Finding[]) => Promise<readonly Finding[]> = onceFor(sorted);

/** The same order, of findings of several directories: below zero when the first comes before the second. */
export function byWorst(one: Finding, other: Finding): number {
  return (
    rankOf(one.severity) - rankOf(other.severity) ||
    compareText(one.ruleId, other.ruleId) ||
    compareText(one.id, other.id)
  );
}

async function sorted(findings: readonly Finding[]): Promise<readonly Finding[]> {
  const byRule = new Map<string, SameRule>();
  await inTurns(findings, (finding) => {
    const { severity, ruleId } = finding;
    const key = `${severity} ${ruleId}`;
    const same = byRule.get(key);
    if (same === undefined) byRule.set(key, { rank: rankOf(severity), ruleId, findings: [finding] });
    else same.findings.push(finding);
  });
  const all: Finding[] = [];
  const rules = [...byRule.values()].toSorted(
    (one, other) => one.rank - other.rank || compareText(one.ruleId, other.ruleId),
  );
  for (const rule of rules) {
    const some = await sortedInTurns(rule.findings, (one, other) => compareText(one.id, other.id));
    await inTurns(some, (finding) => all.push(finding));
  }
  return all;
}
