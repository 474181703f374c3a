import type { Caller } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import type { SweepFindings } from '../findings/evaluate-sweep.ts';
import { findingsCoverage } from '../findings/findings-coverage.ts';
import { rules } from '../findings/index.ts';
import { instanceIds } from '../findings/rule-instances.ts';
import type { CoverageSource } from '../model/coverage.ts';
import type { Finding } from '../model/finding.ts';
import { type ExportPart, isRead, type ReadPart } from './export-part.ts';

/** What could not be read of a directory. */
export interface ExportGap {
  readonly directory: string;
  readonly what: string;
  readonly reason: string;
  /** How many objects it concerns; null where that is not known, or the caller sees a part of the directory only. */
  readonly count: number | null;
}

/** How far an export can be relied on. */
export interface ExportCoverage {
  /** Whether nothing is missing of what was asked for. */
  readonly complete: boolean;
  readonly sources: readonly CoverageSource[];
  readonly gaps: readonly ExportGap[];
  /** Of findings: what the operator's settings leave out, which is no gap. */
  readonly leftOut: readonly LeftOut[];
}

/** What is not evaluated in a directory because the settings say so. */
export interface LeftOut {
  readonly directory: string;
  /** Ids of rules that are off. */
  readonly rulesOff: readonly string[];
  /** How many users, groups, applications and populations are ignored; null: the caller sees a part of the directory only. */
  readonly ignored: number | null;
}

/** @param asked of findings: whether one belongs to what the caller asked for and may see, whatever it says. */
export function exportCoverage(
  parts: readonly ExportPart[],
  caller: Caller,
  asked: (finding: Finding) => boolean,
): ExportCoverage {
  const coverages = parts.map((part) => {
    if (!isRead(part)) return part.coverage;
    return part.findings === null ? part.sweep.coverage : findingsCoverage(part.findings, asked);
  });
  const gaps = parts.flatMap((part) => (isRead(part) ? gapsOf(part, caller) : []));
  return {
    complete: coverages.every(({ complete }) => complete) && gaps.length === 0,
    sources: coverages.flatMap(({ sources }) => sources),
    gaps,
    leftOut: parts.flatMap((part) => (isRead(part) ? leftOutOf(part, caller) : [])),
  };
}

function leftOutOf({ key, findings }: ReadPart, caller: Caller): readonly LeftOut[] {
  if (findings === null) return [];
  const rulesOff = rules.flatMap(({ id }) => (wasEvaluated(id, findings) ? [] : [id]));
  const seesAll = reaches(caller, 'directory:read', { directory: key, population: null });
  const counts = Object.values(findings.answers).map(({ ignored }) => ignored);
  return [
    { directory: key, rulesOff, ignored: seesAll ? counts.reduce((sum, count) => sum + count, 0) : null },
  ];
}

/** Whether a rule, or what it is called in a directory of this kind, was on. */
export function wasEvaluated(ruleId: string, { tallies }: Pick<SweepFindings, 'tallies'>): boolean {
  const listed = rules.find((rule) => instanceIds(rule).includes(ruleId));
  return listed !== undefined && instanceIds(listed).some((id) => tallies.has(id));
}

function gapsOf(
  { key, gaps }: { readonly key: string } & Pick<Extract<ExportPart, { sweep: unknown }>, 'gaps'>,
  caller: Caller,
): readonly ExportGap[] {
  const seesAll = reaches(caller, 'directory:read', { directory: key, population: null });
  return gaps.map(({ what, reason, count }) => ({
    directory: key,
    what,
    reason,
    count: seesAll ? count : null,
  }));
}
