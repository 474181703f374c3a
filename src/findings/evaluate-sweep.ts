import type { Sweep } from '../directory/sweep.ts';
import type { Population } from '../model/group.ts';
import type { Finding, FindingSubjectType, FindingUnknownReason } from '../model/finding.ts';
import type { Evaluation } from './engine.ts';
import type { RuleOutcome } from './facts.ts';

/** What the rules said of everybody and everything in a sweep. */
export interface SweepFindings {
  readonly sweep: Sweep;
  readonly populations: readonly Population[];
  /** PRESENT and UNKNOWN ones; rules that were not asked are only counted. */
  readonly findings: readonly Finding[];
  readonly tallies: ReadonlyMap<string, Tally>;
  ofSubject(type: FindingSubjectType, externalId: string): readonly Finding[];
}

/** How one rule came out over all its subjects. */
export interface Tally {
  readonly ruleId: string;
  readonly present: number;
  /** ABSENT because the subject is fine; those that the rule is not about are left out. */
  readonly compliant: number;
  readonly unknown: number;
  /** Of `unknown`, those that no read can settle: the directory does not have it, or the operator has not set it up. */
  readonly unsettleable: number;
  /** Left out because answering would have cost a call per user. */
  readonly notRequested: number;
}

/** Reasons that stand for data which should have been there. */
const failures: ReadonlySet<FindingUnknownReason> = new Set([
  'SOURCE_UNREACHABLE',
  'PERMISSION_DENIED',
  'PARTIAL_DATA',
  'STALE_DATA',
]);

/** Whether a finding is undecided because something could not be read. */
export function isUnreadable(finding: Finding): boolean {
  return finding.unknownReason !== null && failures.has(finding.unknownReason);
}

/** So many subjects are evaluated at once: enough to batch what must still be read, without holding everybody's facts. */
const batch = 2_000;

export async function evaluateSweep(
  sweep: Sweep,
  populations: readonly Population[],
  evaluation: Evaluation,
): Promise<SweepFindings> {
  const findings: Finding[] = [];
  const tallies = new Map<string, OpenTally>();
  const take = (found: readonly Finding[]): void => {
    for (const finding of found) {
      count(tallies, finding);
      if (finding.state !== 'ABSENT' && finding.unknownReason !== 'NOT_REQUESTED') findings.push(finding);
    }
  };
  await inBatches(sweep.users.rows, async (user) => take(await evaluation.user(user)));
  await inBatches(sweep.groups.rows, async (group) => take(await evaluation.group(group)));
  await inBatches(sweep.applications.rows, async (application) =>
    take(await evaluation.application(application)),
  );
  await inBatches(populations, async (population) => take(await evaluation.population(population)));
  take(await evaluation.directory(outcomes(tallies, findings)));

  const bySubject = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.subject.type} ${finding.subject.externalId}`;
    const before = bySubject.get(key);
    if (before === undefined) bySubject.set(key, [finding]);
    else before.push(finding);
  }
  return {
    sweep,
    populations,
    findings,
    tallies,
    ofSubject: (type, externalId) => bySubject.get(`${type} ${externalId}`) ?? [],
  };
}

/** Reasons that no other read takes away. */
const unsettleable: ReadonlySet<FindingUnknownReason> = new Set(['NOT_CAPABLE', 'NOT_CONFIGURED']);

/** Counted in place: a sweep of 20,000 users is more than a million answers. */
type OpenTally = { -readonly [K in keyof Tally]: Tally[K] };

function count(tallies: Map<string, OpenTally>, finding: Finding): void {
  let tally = tallies.get(finding.ruleId);
  if (tally === undefined) {
    tally = {
      ruleId: finding.ruleId,
      present: 0,
      compliant: 0,
      unknown: 0,
      unsettleable: 0,
      notRequested: 0,
    };
    tallies.set(finding.ruleId, tally);
  }
  if (finding.state === 'PRESENT') tally.present += 1;
  else if (finding.absentReason === 'COMPLIANT') tally.compliant += 1;
  else if (finding.unknownReason === 'NOT_REQUESTED') tally.notRequested += 1;
  else if (finding.state === 'UNKNOWN') {
    tally.unknown += 1;
    if (finding.unknownReason !== null && unsettleable.has(finding.unknownReason)) tally.unsettleable += 1;
  }
}

function outcomes(tallies: ReadonlyMap<string, Tally>, findings: readonly Finding[]): readonly RuleOutcome[] {
  const severities = new Map(findings.map((finding) => [finding.ruleId, finding.baseSeverity]));
  return [...tallies.values()].map(({ ruleId, present, compliant, unknown, unsettleable: never }) => ({
    ruleId,
    severity: severities.get(ruleId) ?? 'INFO',
    inScope: present + compliant + unknown - never,
    unknown: unknown - never,
  }));
}

async function inBatches<T>(rows: readonly T[], work: (row: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < rows.length; start += batch) {
    await Promise.all(rows.slice(start, start + batch).map(work));
  }
}
