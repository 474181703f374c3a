import type { Sweep } from '../directory/sweep/sweep.ts';
import type { Finding, FindingSubject, FindingSubjectType, FindingUnknownReason } from '../model/finding.ts';
import type { Population } from '../model/group.ts';
import type { Answers, Said, Tally } from './answers.ts';
import type { Concerned } from './carried.ts';
import type { Census } from './census.ts';
import type { Evaluation } from './engine.ts';
import { type Doubt, evaluatePart, evaluatePartAgain, type Part, type Renewed } from './evaluate-part.ts';
import type { RuleOutcome } from './facts.ts';
import { type AnswersBySubject, keptAgain, keptIn } from './kept-findings.ts';
import { looked } from './lazy/looked.ts';
import type { AnyRule } from './rule.ts';
import type { ListDifference, SweepDifference } from './sweep-difference.ts';

/** What the rules said of everybody and everything in a sweep. */
export interface SweepFindings {
  readonly sweep: Sweep;
  readonly populations: readonly Population[];
  /** PRESENT and UNKNOWN ones; rules that were not asked are only counted. */
  readonly findings: readonly Finding[];
  /** How each rule came out over all its subjects. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly answers: AnswersBySubject;
  ofSubject(type: FindingSubjectType, externalId: string): readonly Finding[];
  /** Whether a rule was evaluated, of a subject that is not ignored, and answering would not have cost calls that were not made. */
  wasAsked(ruleId: string, subject: Pick<FindingSubject, 'type' | 'externalId'>): boolean;
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

/** What was said before, and why it may be said otherwise now. */
export interface Before {
  readonly findings: SweepFindings;
  readonly difference: SweepDifference;
  readonly concerned: Concerned;
  /** Users of whom it may be answered otherwise who is who; null: everybody. */
  readonly identities: ReadonlySet<string> | null;
}

export interface EvaluatedSweep {
  readonly findings: SweepFindings;
  /** Of whom answers were found anew; null: of everybody. */
  readonly renewed: readonly Renewed[] | null;
}

/**
 * Evaluates everybody and everything in a sweep, in turns with whatever else there is to do. With `before`, what was said of those who
 * did not change is taken over, but for answers that rest on what has; populations and the directory itself are evaluated again.
 */
export async function evaluateSweep(
  sweep: Sweep,
  populations: readonly Population[],
  evaluation: Evaluation,
  census: Census,
  before: Before | null = null,
): Promise<EvaluatedSweep> {
  const { rules, judges } = evaluation;
  const renewed: Renewed[] = [];
  const part = async <T extends { readonly externalId: string }, R extends Pick<AnyRule, 'id'>>(
    of: Part<T, R>,
    difference: ListDifference | undefined,
    doubts: readonly Doubt[],
  ): Promise<Answers> => {
    if (before === null || difference === undefined) return await evaluatePart(of);
    const was = { answers: before.findings.answers[of.type], difference, doubts };
    const again = await evaluatePartAgain(of, was);
    for (const one of again.renewed) renewed.push(one);
    return again.answers;
  };
  const { difference } = before ?? {};
  const doubts = before === null ? noDoubts : doubtsIn(before);
  const USER = await part(
    {
      type: 'USER',
      rows: sweep.users.rows,
      rules: rules.USER,
      judge: (user, verdicts, only) => judges.user(user, verdicts, only),
      counted: (row, sheet) => census.put(row, sheet),
    },
    difference?.users,
    doubts.ofUsers,
  );
  census.complete(sweep.users);
  const GROUP = await part(
    {
      type: 'GROUP',
      rows: sweep.groups.rows,
      rules: rules.GROUP,
      judge: (row, verdicts, only) => judges.group(row, verdicts, only),
    },
    difference?.groups,
    doubts.ofObjects,
  );
  const APPLICATION = await part(
    {
      type: 'APPLICATION',
      rows: sweep.applications.rows,
      rules: rules.APPLICATION,
      judge: (row, verdicts, only) => judges.application(row, verdicts, only),
    },
    difference?.applications,
    doubts.ofObjects,
  );
  const POPULATION = await evaluatePart({
    type: 'POPULATION',
    rows: populations,
    rules: rules.POPULATION,
    judge: (row, verdicts) => judges.population(row, verdicts),
  });
  const tallies = [USER, GROUP, APPLICATION, POPULATION].flatMap((each) => each.tallies);
  const DIRECTORY = await evaluatePart({
    type: 'DIRECTORY',
    rows: [{ externalId: evaluation.externalId }],
    rules: rules.DIRECTORY,
    judge: (_, verdicts) => judges.directory(outcomes(tallies, evaluation), verdicts),
  });
  const answers: AnswersBySubject = { USER, GROUP, APPLICATION, POPULATION, DIRECTORY };
  const findings: SweepFindings = {
    sweep,
    populations,
    findings:
      before === null || before.difference.users.from !== null
        ? await keptIn(answers)
        : await keptAgain(answers, before.findings),
    tallies: new Map([...tallies, ...DIRECTORY.tallies].map((tally) => [tally.ruleId, tally])),
    answers,
    ofSubject: (type, externalId) => answers[type].keptOf(externalId),
    wasAsked: (ruleId, { type, externalId }) =>
      asked.has(ruleId) && !unasked.has(answers[type].saidOf(ruleId, externalId)),
  };
  const asked = findings.tallies;
  if (before === null) return { findings, renewed: null };
  for (const type of ['POPULATION', 'DIRECTORY'] as const)
    renewed.push(...renewedIn(type, before.findings.answers[type], answers[type]));
  return { findings, renewed };
}

const unasked: ReadonlySet<Said> = new Set(['IGNORED', 'NOT_REQUESTED']);
const noDoubts = { ofUsers: [], ofObjects: [] };

/** Which answers about subjects that did not change rest on what did. */
function doubtsIn({ difference, concerned, identities }: Before): {
  readonly ofUsers: readonly Doubt[];
  readonly ofObjects: readonly Doubt[];
} {
  const { changed, gone } = difference.users;
  const ofObjects: Doubt[] = [];
  if (changed.size + gone.length > 0) ofObjects.push({ looked: looked.USERS, ids: null });
  if (difference.objectsDiffer) ofObjects.push({ looked: looked.OBJECTS, ids: null });
  return {
    ofObjects,
    ofUsers: [
      ...ofObjects,
      { looked: looked.KEYS, ids: concerned.byKeys },
      { looked: looked.CONTACTS, ids: concerned.byContacts },
      { looked: looked.IDENTITIES, ids: identities },
    ],
  };
}

/** Of subjects that are all evaluated again. */
function renewedIn(type: FindingSubjectType, before: Answers, after: Answers): readonly Renewed[] {
  const ids = new Set([...before.subjects, ...after.subjects]);
  return [...ids].map((externalId) => ({
    type,
    externalId,
    before: before.keptOf(externalId),
    after: after.keptOf(externalId),
  }));
}

function outcomes(tallies: readonly Tally[], { rules }: Evaluation): readonly RuleOutcome[] {
  const severities = new Map(
    [...rules.USER, ...rules.GROUP, ...rules.APPLICATION, ...rules.POPULATION].map(({ id, severity }) => [
      id,
      severity,
    ]),
  );
  return tallies.map(({ ruleId, present, compliant, unknown, unsettleable: never }) => ({
    ruleId,
    severity: severities.get(ruleId) ?? 'INFO',
    inScope: present + compliant + unknown - never,
    unknown: unknown - never,
  }));
}
