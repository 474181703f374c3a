import { compareText } from '../model/compare-text.ts';
import type { Directory } from '../directory/directory.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { Acceptance } from '../findings/history/finding-history.ts';
import { isUnreadable } from '../findings/evaluate-sweep.ts';
import type { SweptFindings } from '../findings/swept.ts';
import { type Finding, type FindingUnknownReason, type Severity, rankOf } from '../model/finding.ts';
import { acceptanceOf, type AcceptedRisks } from './decisions.ts';
import { exportCoverage, type ExportCoverage, wasEvaluated } from './export-coverage.ts';
import { isRead, openParts, type ReadPart } from './export-part.ts';
import type { FindingSelection } from './export-request.ts';
import { isSelected } from '../findings/selection.ts';
import { nameOfSubject } from './finding-rows.ts';
import { localCaller } from '../access/caller.ts';

/** A finding with the name of what it is about. */
export interface NamedFinding {
  readonly finding: Finding;
  /** Null: it has none. */
  readonly subjectName: string | null;
  /** Null: nobody accepts its risk now, or that is not looked at. UNKNOWN: somebody may; it counts all the same. */
  readonly acceptance: Acceptance | 'UNKNOWN' | null;
}

/** So many answers of a rule in a directory are open for the same reason. */
export interface OpenAnswers {
  readonly directory: string;
  readonly ruleId: string;
  readonly reason: FindingUnknownReason;
  readonly severity: Severity;
  readonly count: number;
}

/** What a look at all directories found. */
export interface CheckedFindings {
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** PRESENT ones, worst first, those that somebody accepts among them. */
  readonly present: readonly NamedFinding[];
  /** Because something could not be read; what a directory does not have at all is no gap. */
  readonly open: readonly OpenAnswers[];
  /** Rules that were asked for by name and are off: that they found nothing says nothing. */
  readonly namedOff: readonly RuleOff[];
  readonly coverage: ExportCoverage;
  /** Whether it was looked at who accepts what. */
  readonly looksAtAcceptances: boolean;
}

export interface RuleOff {
  readonly directory: string;
  readonly ruleId: string;
}

/**
 * Takes a snapshot of each directory and says what is wrong in it. A directory that cannot be read is named in the coverage.
 * @param decisions null: that somebody accepts a risk is not looked at.
 */
export async function checkFindings(
  directories: readonly Directory[],
  selection: FindingSelection,
  swept: SweptFindings,
  scope: RequestScope,
  decisions: AcceptedRisks | null,
): Promise<CheckedFindings> {
  const startedAt = new Date();
  const parts = await openParts(directories, 'findings', swept, scope);
  const asked = isSelected(selection);
  const read = parts.filter(isRead);
  const endedAt = new Date();
  const acceptanceNow = (finding: Finding): NamedFinding['acceptance'] =>
    decisions && acceptanceOf(finding, decisions, endedAt);
  return {
    startedAt,
    endedAt,
    present: read.flatMap((part) => presentIn(part, asked, acceptanceNow)).toSorted(worstFirst),
    open: read.flatMap((part) => openIn(part, asked)),
    namedOff: read.flatMap((part) => namedOffIn(part, selection)),
    coverage: exportCoverage(parts, localCaller, asked),
    looksAtAcceptances: decisions !== null,
  };
}

/** Whether somebody certainly accepts its risk. */
export function isAccepted({ acceptance }: Pick<NamedFinding, 'acceptance'>): boolean {
  return acceptance !== null && acceptance !== 'UNKNOWN';
}

export type Verdict = 'FOUND' | 'NOT_EXCLUDED' | 'PASSED';

/**
 * Whether something that nobody is known to accept is as bad as a severity. NOT_EXCLUDED: nothing that was found is, but what could not
 * be read may be, or it is not known of what, or a rule that was asked for is off.
 */
export function verdictOf({ present, open, namedOff, coverage }: CheckedFindings, failOn: Severity): Verdict {
  const counts = (severity: Severity): boolean => rankOf(severity) <= rankOf(failOn);
  if (countAtLeast({ present }, failOn) > 0) return 'FOUND';
  // A directory or list that is not whole may lack the very subject that a rule would hold for.
  const isWhole = coverage.gaps.length === 0 && coverage.sources.every(({ state }) => state !== 'FAILED');
  return isWhole && namedOff.length === 0 && !open.some(({ severity }) => counts(severity))
    ? 'PASSED'
    : 'NOT_EXCLUDED';
}

/** How many findings that nobody is known to accept are as bad as a severity. */
export function countAtLeast({ present }: Pick<CheckedFindings, 'present'>, failOn: Severity): number {
  return present.filter((each) => !isAccepted(each) && rankOf(each.finding.severity) <= rankOf(failOn))
    .length;
}

function presentIn(
  part: ReadPart,
  asked: (finding: Finding) => boolean,
  acceptanceNow: (finding: Finding) => NamedFinding['acceptance'],
): readonly NamedFinding[] {
  return (part.findings?.findings ?? [])
    .filter((finding) => finding.state === 'PRESENT' && asked(finding))
    .map((finding) => ({
      finding,
      subjectName: nameOfSubject(finding, part),
      acceptance: acceptanceNow(finding),
    }));
}

function namedOffIn({ key, findings }: ReadPart, { rules }: FindingSelection): readonly RuleOff[] {
  if (findings === null) return [];
  return (rules ?? []).flatMap((ruleId) =>
    wasEvaluated(ruleId, findings) ? [] : [{ directory: key, ruleId }],
  );
}

function openIn({ key, findings }: ReadPart, asked: (finding: Finding) => boolean): readonly OpenAnswers[] {
  const counted = new Map<string, OpenAnswers>();
  for (const finding of findings?.findings ?? []) {
    const { unknownReason, ruleId, severity } = finding;
    if (unknownReason === null || !isUnreadable(finding) || !asked(finding)) continue;
    const id = `${ruleId} ${unknownReason} ${severity}`;
    const count = (counted.get(id)?.count ?? 0) + 1;
    counted.set(id, { directory: key, ruleId, reason: unknownReason, severity, count });
  }
  return [...counted.values()].toSorted(
    (one, other) => rankOf(one.severity) - rankOf(other.severity) || compareText(one.ruleId, other.ruleId),
  );
}

function worstFirst({ finding: one }: NamedFinding, { finding: other }: NamedFinding): number {
  return (
    rankOf(one.severity) - rankOf(other.severity) ||
    compareText(one.ruleId, other.ruleId) ||
    compareText(one.subject.directory, other.subject.directory) ||
    compareText(one.id, other.id)
  );
}
