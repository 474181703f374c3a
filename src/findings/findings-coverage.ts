import type { Coverage } from '../model/coverage.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { Finding, FindingUnknownReason } from '../model/finding.ts';
import { inTurns } from '../upstream/turns.ts';
import { isUnreadable, type SweepFindings } from './evaluate-sweep.ts';

/** Reasons of what was not read, as those of a source. */
const sourceReasons: Partial<Readonly<Record<FindingUnknownReason, UnknownReason>>> = {
  SOURCE_UNREACHABLE: 'UNREACHABLE',
  PERMISSION_DENIED: 'FORBIDDEN',
};

/**
 * How far the answers of rules can be relied on: what the sweep of a directory saw, and of the answers that are asked for those that
 * are open because something could not be read. What a directory does not have, or leaves empty, is no gap: reading it again would
 * not tell more. A source with a gap is never called complete, and says why.
 * @param asked whether an answer is about a rule and a subject that are asked for, whatever it says.
 */
export function findingsCoverage(
  { findings, sweep: { coverage } }: Pick<SweepFindings, 'findings' | 'sweep'>,
  asked: (finding: Finding) => boolean,
): Coverage {
  const unread = findings.filter((finding) => isUnreadable(finding) && asked(finding));
  return coverageWith(coverage, unread.length, unread[0]);
}

/** The same, in turns with whatever else there is to do. */
export async function coverageInTurns(
  { findings, sweep: { coverage } }: Pick<SweepFindings, 'findings' | 'sweep'>,
  asked: (finding: Finding) => boolean,
): Promise<Coverage> {
  let unread = 0;
  let first: Finding | undefined;
  await inTurns(findings, (finding) => {
    if (!isUnreadable(finding) || !asked(finding)) return;
    unread += 1;
    first ??= finding;
  });
  return coverageWith(coverage, unread, first);
}

/** The same, with how many answers are open because something could not be read, and the first of them. */
export function coverageWith(coverage: Coverage, unread: number, first: Finding | undefined): Coverage {
  const unknown = coverage.unknown === null ? null : unread;
  if (first === undefined) return { ...coverage, unknown };
  const reason = sourceReasons[first.unknownReason ?? 'PARTIAL_DATA'] ?? 'PARTIAL';
  return {
    ...coverage,
    complete: false,
    unknown,
    sources: coverage.sources.map((source) =>
      source.state === 'COMPLETE'
        ? { ...source, state: 'PARTIAL', reason, message: messageOf(unread, first) }
        : source,
    ),
  };
}

function messageOf(count: number, { ruleId, unknownReason }: Finding): string {
  const [answers, rest] =
    count === 1 ? ['1 answer of a rule is', 'it rests'] : [`${count} answers of rules are`, 'they rest'];
  return `${answers} open, because something that ${rest} on could not be read (${ruleId}: ${unknownReason ?? 'PARTIAL_DATA'}). Findings in the state UNKNOWN name them.`;
}
