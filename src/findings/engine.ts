/** Evaluates rules on subjects: one directory, one clock, and facts that are read once and only when they matter. */
import type { Application } from '../model/application.ts';
import type { ProviderKind } from '../model/directory.ts';
import type { Finding, FindingSubject, FindingSubjectType } from '../model/finding.ts';
import type { Group, Population } from '../model/group.ts';
import type { User } from '../model/user.ts';
import type { Census } from './census.ts';
import { type Evaluated, evaluateSubject } from './evaluate-subject.ts';
import { evidence } from './evidence.ts';
import type { RuleOutcome } from './facts.ts';
import { InLine } from './in-line.ts';
import { rules as allRules, withInstances } from './index.ts';
import type { Truth } from './kleene.ts';
import { createContext, type EvaluationContext } from './lazy/context.ts';
import { LazyDirectoryFacts } from './lazy/directory-facts.ts';
import type { KeptIndexes } from './lazy/everybody.ts';
import type { Loadable } from './lazy/slot.ts';
import type { LazyUserFacts } from './lazy/user-facts.ts';
import { namePatterns } from './predicates/account.ts';
import { isTopAdministrator } from './predicates/administrator.ts';
import { isBreakGlass, listed, listsAccount, listsId } from './predicates/lists.ts';
import type { AnyRule, FactsOf, Rule } from './rule.ts';
import { instanceIn } from './rule-instances.ts';
import { isOn } from './rule-sets.ts';
import type { FindingSettings } from './settings.ts';
import type { EvaluationDepth, FindingSources } from './sources.ts';
import { Turns } from '../upstream/turns.ts';
import { Findings, type UserVerdicts, type Verdicts } from './verdicts.ts';

export interface EvaluationOptions {
  readonly sources: FindingSources;
  readonly settings: FindingSettings;
  /** The instant that all ages are measured from, and that every finding carries. */
  readonly asOf: Date;
  readonly depth: EvaluationDepth;
  /** Only these of them; left out: all. Ids that no rule has are passed over. */
  readonly ruleIds?: readonly string[];
  /** Left out: those that the settings have on. */
  readonly rules?: readonly AnyRule[];
  /** Whether a user's facts are let go of once they were judged: for whoever evaluates everybody. */
  readonly forgetful?: boolean;
  /** Of whoever evaluates everybody: what rules count is asked of each user then, and left out of facts otherwise. */
  readonly census?: Census;
  /** Indexes over everybody that are up to date; left out: made when a rule asks for them. */
  readonly indexes?: KeptIndexes;
}

/**
 * One evaluation of one directory. Every method answers a finding per rule of its kind of subject, ABSENT ones included,
 * and never rejects: what cannot be read makes a finding UNKNOWN. Facts are read once for the whole evaluation, and
 * subjects that are evaluated at the same time ask for theirs in the same tick, so that loaders can batch them.
 */
export interface Evaluation {
  /** What is evaluated, by the kind of its subjects: answers come in this order. */
  readonly rules: RulesBySubject;
  /** The directory's own id. */
  readonly externalId: string;
  user(user: User): Promise<Finding[]>;
  group(group: Group): Promise<Finding[]>;
  application(application: Application): Promise<Finding[]>;
  population(population: Population): Promise<Finding[]>;
  /** `outcomes`: how the rules of all other subjects came out, for the rules about the evaluation itself. */
  directory(outcomes?: readonly RuleOutcome[]): Promise<Finding[]>;
  /** For whoever evaluates everybody: answers go to `verdicts`, at once where nothing has to be read. */
  readonly judges: Judges;
  /** Indexes over everybody, as far as rules asked for them. */
  readonly indexes: KeptIndexes;
}

type Judged = Promise<void> | undefined;

interface Judges {
  /** @param only some of the evaluation's rules about users; then nothing is counted. */
  user(user: User, verdicts: UserVerdicts, only?: readonly Rule<'USER'>[]): Judged;
  group(group: Group, verdicts: Verdicts, only?: readonly Rule<'GROUP'>[]): Judged;
  application(application: Application, verdicts: Verdicts, only?: readonly Rule<'APPLICATION'>[]): Judged;
  population(population: Population, verdicts: Verdicts): Judged;
  directory(outcomes: readonly RuleOutcome[] | undefined, verdicts: Verdicts): Judged;
}

/** @throws {TypeError} for settings with a pattern that is no regular expression. */
export function createEvaluation(options: EvaluationOptions): Evaluation {
  const { settings, asOf } = options;
  namePatterns(settings.serviceAccountPatterns);
  namePatterns(settings.adminAccountPatterns);
  const rules = chooseRules({ ...options, kind: options.sources.kind ?? null });
  const context = createContext(options);
  const directory = new LazyDirectoryFacts(context);
  const subjectOf = (type: FindingSubjectType, externalId: string): FindingSubject => ({
    directory: directory.key,
    type,
    externalId,
  });
  const judges = createJudges(options, rules, context, directory, subjectOf);
  const collected = async (
    type: FindingSubjectType,
    externalId: string,
    judge: (verdicts: Verdicts) => Judged,
  ): Promise<Finding[]> => {
    const findings = new Findings(rules[type], subjectOf(type, externalId), asOf);
    await judge(findings);
    return findings.list;
  };
  return {
    rules,
    judges,
    externalId: directory.externalId,
    get indexes() {
      return directory.indexes;
    },
    user: (user) => collected('USER', user.externalId, (to) => judges.user(user, to)),
    group: (group) => collected('GROUP', group.externalId, (to) => judges.group(group, to)),
    application: (row) => collected('APPLICATION', row.externalId, (to) => judges.application(row, to)),
    population: (row) => collected('POPULATION', row.externalId, (to) => judges.population(row, to)),
    directory: (outcomes) =>
      collected('DIRECTORY', directory.externalId, (to) => judges.directory(outcomes, to)),
  };
}

function createJudges(
  { settings, forgetful }: EvaluationOptions,
  rules: RulesBySubject,
  { recorder, census }: EvaluationContext,
  directory: LazyDirectoryFacts,
  subjectOf: (type: FindingSubjectType, externalId: string) => FindingSubject,
): Judges {
  const line = forgetful === true ? new InLine() : null;
  const subject = <S extends keyof FactsOf>(
    type: FindingSubjectType,
    externalId: string,
    facts: FactsOf[S],
    isIgnored = listsId(settings.ignore, directory.key, externalId),
  ): Evaluated<S> => ({
    facts,
    subject: subjectOf(type, externalId),
    directory,
    recorder,
    topAdministrator: noAdministrator,
    ignoredBy: isIgnored ? 'settings.ignore' : null,
    scopeNotes: [],
    ...(line !== null && { line }),
  });
  const inTurns = <S extends keyof FactsOf>(evaluated: Evaluated<S>): Evaluated<S> =>
    forgetful === true ? { ...evaluated, turns: new Turns() } : evaluated;
  const counted = (facts: LazyUserFacts, verdicts: UserVerdicts | null): Judged => {
    if (census === null || verdicts?.counted === undefined) return undefined;
    const { result, missed } = recorder.record(() => census.ask(facts));
    if (missed.size === 0) {
      verdicts.counted(result);
      return undefined;
    }
    return loadAll(missed).then(() => counted(facts, verdicts));
  };
  const forgotten = (user: User): undefined => {
    if (forgetful === true) directory.forget(user);
  };
  return {
    user(user, verdicts, only) {
      const facts = directory.subjectFacts(user);
      const asked = {
        ...subject<'USER'>(
          'USER',
          user.externalId,
          facts,
          listsAccount(settings.ignore, directory.key, user),
        ),
        topAdministrator: () => isTopAdministrator(facts),
        scopeNotes: isBreakGlass(facts) ? breakGlassNotes : [],
      };
      const to = only === undefined ? verdicts : null;
      const open = evaluateSubject(only ?? rules.USER, asked, verdicts);
      const rest = open === undefined ? counted(facts, to) : open.then(() => counted(facts, to));
      return rest === undefined ? forgotten(user) : rest.then(() => forgotten(user));
    },
    group(group, verdicts, only = rules.GROUP) {
      const facts = directory.groupFacts(group);
      const asked = {
        ...subject<'GROUP'>('GROUP', group.externalId, facts),
        topAdministrator: () => isTopAdministrator(facts),
      };
      return evaluateSubject(only, asked, verdicts);
    },
    application(application, verdicts, only = rules.APPLICATION) {
      const facts = directory.applicationFacts(application);
      const asked = {
        ...subject<'APPLICATION'>('APPLICATION', application.externalId, facts),
        topAdministrator: () => isTopAdministrator(facts),
      };
      return evaluateSubject(only, asked, verdicts);
    },
    population(population, verdicts) {
      const facts = directory.populationFacts(population);
      const asked = subject<'POPULATION'>('POPULATION', population.externalId, facts);
      return evaluateSubject(rules.POPULATION, inTurns(asked), verdicts);
    },
    directory(outcomes, verdicts) {
      if (outcomes !== undefined) directory.outcomes = { rows: outcomes, complete: true, reason: null };
      const isIgnored = listed(settings.ignore, [directory.key]);
      const asked = subject<'DIRECTORY'>('DIRECTORY', directory.externalId, directory, isIgnored);
      return evaluateSubject(rules.DIRECTORY, inTurns(asked), verdicts);
    },
  };
}

async function loadAll(slots: ReadonlySet<Loadable>): Promise<void> {
  await Promise.all([...slots].map((slot) => slot.load()));
}

const noAdministrator = (): Truth => false;
const breakGlassNotes = [evidence('breakGlass', 'listed in the settings')];

export type RulesBySubject = { readonly [S in keyof FactsOf]: readonly Rule<S>[] };

/** The rules that are asked, as they are called in directories of a kind. */
export function chooseRules({
  rules,
  ruleIds,
  settings,
  kind,
}: Pick<EvaluationOptions, 'rules' | 'ruleIds' | 'settings'> & {
  readonly kind: ProviderKind | null;
}): RulesBySubject {
  const chosen = (rules ?? allRules.filter((rule) => isOn(rule, settings))).map((rule) =>
    instanceIn(rule, kind),
  );
  const wanted = ruleIds === undefined ? undefined : withInstances(ruleIds);
  const of = <S extends keyof FactsOf>(subject: S): readonly Rule<S>[] =>
    chosen.filter(
      (rule): rule is AnyRule & Rule<S> => rule.subject === subject && wanted?.has(rule.id) !== false,
    );
  return {
    USER: of('USER'),
    GROUP: of('GROUP'),
    APPLICATION: of('APPLICATION'),
    POPULATION: of('POPULATION'),
    DIRECTORY: of('DIRECTORY'),
  };
}
