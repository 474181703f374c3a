import type { Caller } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import { findingsCoverage } from '../findings/findings-coverage.ts';
import type { CoverageSource } from '../model/coverage.ts';
import type { Finding } from '../model/finding.ts';
import { type ExportPart, isRead } from './export-part.ts';

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
  };
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
