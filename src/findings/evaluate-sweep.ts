import type { Sweep } from '../directory/sweep/sweep.ts';
import { findingSubjectTypes } from '../model/finding.ts';
import type { Finding, FindingSubject, FindingSubjectType, FindingUnknownReason } from '../model/finding.ts';
import type { Population } from '../model/group.ts';
import { Answers, type Said, type Tally } from './answers.ts';
import type { Evaluation } from './engine.ts';
import { eachInTurns } from './each-in-turns.ts';
import type { RuleOutcome } from './facts.ts';
import type { Rule } from './rule.ts';
import { Turns } from '../upstream/turns.ts';

type AnswersBySubject = Readonly<Record<FindingSubjectType, Answers>>;

/** What the rules said of everybody and everything in a sweep. */
export interface SweepFindings {
  readonly sweep: Sweep;
  readonly populations: readonly Population[];
  /** PRESENT and UNKNOWN ones; rules that were not asked are only counted. */
  readonly findings: readonly Finding[];
  /** How each rule came out over all its subjects. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly answers: AnswersBySubject;
  /** Rules whose answer about a subject rests on others, too. */
  readonly lookedAround: ReadonlySet<string>;
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

/** What was said before, and of which users it may have changed by what they are themselves. */
export interface Before {
  readonly findings: Pick<SweepFindings, 'answers' | 'lookedAround'>;
  readonly changed: ReadonlySet<string>;
}

/**
 * Evaluates everybody and everything in a sweep, in turns with whatever else there is to do. With `before`, what was said of users who
 * did not change is taken over, but for the rules that look at others, too; everything that is no user is evaluated again.
 */
export async function evaluateSweep(
  sweep: Sweep,
  populations: readonly Population[],
  evaluation: Evaluation,
  before: Before | null = null,
): Promise<SweepFindings> {
  const { rules } = evaluation;
  const users = new Answers(rules.USER, sweep.users.rows.length);
  const groups = new Answers(rules.GROUP, sweep.groups.rows.length);
  const applications = new Answers(rules.APPLICATION, sweep.applications.rows.length);
  const inPopulations = new Answers(rules.POPULATION, populations.length);
  const directory = new Answers(rules.DIRECTORY, 1);

  const again = before === null ? rules.USER : rulesThatLookAround(rules.USER, before);
  await eachInTurns(sweep.users.rows, async (user) => {
    const { externalId } = user;
    users.add(externalId);
    if (before === null || before.changed.has(externalId) || !before.findings.answers.USER.has(externalId)) {
      users.put(externalId, await evaluation.user(user));
      return;
    }
    users.take(externalId, before.findings.answers.USER);
    if (again.length > 0) users.put(externalId, await evaluation.user(user, again));
  });
  await eachInTurns(sweep.groups.rows, async (group) => {
    groups.add(group.externalId);
    groups.put(group.externalId, await evaluation.group(group));
  });
  await eachInTurns(sweep.applications.rows, async (application) => {
    applications.add(application.externalId);
    applications.put(application.externalId, await evaluation.application(application));
  });
  await eachInTurns(populations, async (population) => {
    inPopulations.add(population.externalId);
    inPopulations.put(population.externalId, await evaluation.population(population));
  });
  const others = [users, groups, applications, inPopulations];
  const tallies = (await Promise.all(others.map((answers) => answers.tallies()))).flat();
  const ofDirectory = await evaluation.directory(outcomes(tallies, evaluation));
  const [first] = ofDirectory;
  if (first !== undefined) {
    directory.add(first.subject.externalId);
    directory.put(first.subject.externalId, ofDirectory);
  }
  const answers: AnswersBySubject = {
    USER: users,
    GROUP: groups,
    APPLICATION: applications,
    POPULATION: inPopulations,
    DIRECTORY: directory,
  };
  const byRule = new Map([...tallies, ...(await directory.tallies())].map((tally) => [tally.ruleId, tally]));
  return {
    sweep,
    populations,
    findings: await keptIn(answers),
    tallies: byRule,
    answers,
    lookedAround: new Set([...(before?.findings.lookedAround ?? []), ...evaluation.lookedAround]),
    ofSubject: (type, externalId) => answers[type].keptOf(externalId),
    wasAsked: (ruleId, { type, externalId }) =>
      byRule.has(ruleId) && !unasked.has(answers[type].saidOf(ruleId, externalId)),
  };
}

const unasked: ReadonlySet<Said> = new Set(['IGNORED', 'NOT_REQUESTED']);

function rulesThatLookAround(rules: readonly Rule<'USER'>[], { findings }: Before): readonly Rule<'USER'>[] {
  return rules.filter(({ id }) => findings.lookedAround.has(id));
}

async function keptIn(answers: AnswersBySubject): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const turns = new Turns();
  for (const type of findingSubjectTypes) {
    for (const kept of answers[type].kept) {
      for (const finding of kept) findings.push(finding);
      if (turns.isOver) await turns.pause();
    }
  }
  return findings;
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
