import { type Finding, severities } from '../model/finding.ts';
import { inTurns } from '../upstream/turns.ts';
import { sortedInTurns } from './sort-in-turns.ts';

interface SameRule {
  readonly rank: number;
  readonly ruleId: string;
  readonly findings: Finding[];
}

/** By the list, which nobody changes in place: whoever turns the pages of one evaluation does not have it sorted anew for each. */
const made = new WeakMap<readonly Finding[], Promise<readonly Finding[]>>();

/**
 * Findings by severity, rule and id, made once for each list and in turns with whatever else there is to do: of a large directory
 * there are hundreds of thousands, and the id of each is a hash.
 */
export function worstFirst(findings: readonly Finding[]): Promise<readonly Finding[]> {
  const known = made.get(findings) ?? sorted(findings);
  made.set(findings, known);
  return known;
}

/** The same order, of findings of several directories: below zero when the first comes before the second. */
export function byWorst(one: Finding, other: Finding): number {
  return (
    rankOf(one) - rankOf(other) || compareText(one.ruleId, other.ruleId) || compareText(one.id, other.id)
  );
}

async function sorted(findings: readonly Finding[]): Promise<readonly Finding[]> {
  const byRule = new Map<string, SameRule>();
  await inTurns(findings, (finding) => {
    const { severity, ruleId } = finding;
    const key = `${severity} ${ruleId}`;
    const same = byRule.get(key);
    if (same === undefined) byRule.set(key, { rank: rankOf(finding), ruleId, findings: [finding] });
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

function rankOf({ severity }: Finding): number {
  return severities.indexOf(severity);
}

/** By code units: the same everywhere, and a tenth of the time that a language's own order takes. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
