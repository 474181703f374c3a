/** Evaluates rules on subjects: one directory, one clock, and facts that are read once and only when they matter. */
import type { Application } from '../model/application.ts';
import type { Finding, FindingSubjectType } from '../model/finding.ts';
import type { Group, Population } from '../model/group.ts';
import type { User } from '../model/user.ts';
import { type Evaluated, evaluateSubject } from './evaluate-subject.ts';
import { evidence } from './evidence.ts';
import type { RuleOutcome } from './facts.ts';
import { rules as allRules, withInstances } from './index.ts';
import type { Truth } from './kleene.ts';
import { createContext } from './lazy/context.ts';
import { LazyDirectoryFacts } from './lazy/directory-facts.ts';
import { namePatterns } from './predicates/account.ts';
import { isTopAdministrator } from './predicates/administrator.ts';
import { isBreakGlass, listed, listsAccount, listsId } from './predicates/lists.ts';
import type { AnyRule, FactsOf, Rule } from './rule.ts';
import { instanceIn } from './rule-instances.ts';
import { isOn } from './rule-sets.ts';
import type { FindingSettings } from './settings.ts';
import type { EvaluationDepth, FindingSources } from './sources.ts';
import { Turns } from '../upstream/turns.ts';

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
}

/**
 * One evaluation of one directory. Every method answers a finding per rule of its kind of subject, ABSENT ones included,
 * and never rejects: what cannot be read makes a finding UNKNOWN. Facts are read once for the whole evaluation, and
 * subjects that are evaluated at the same time ask for theirs in the same tick, so that loaders can batch them.
 */
export interface Evaluation {
  /** What is evaluated, by the kind of its subjects: answers come in this order. */
  readonly rules: RulesBySubject;
  /** Rules that were seen to look at others than their subject: what they say of it may change though the subject does not. */
  readonly lookedAround: ReadonlySet<string>;
  /** @param only some of the evaluation's rules about users. */
  user(user: User, only?: readonly Rule<'USER'>[]): Promise<Finding[]>;
  group(group: Group): Promise<Finding[]>;
  application(application: Application): Promise<Finding[]>;
  population(population: Population): Promise<Finding[]>;
  /** `outcomes`: how the rules of all other subjects came out, for the rules about the evaluation itself. */
  directory(outcomes?: readonly RuleOutcome[]): Promise<Finding[]>;
}

/** @throws {TypeError} for settings with a pattern that is no regular expression. */
export function createEvaluation(options: EvaluationOptions): Evaluation {
  const { settings } = options;
  namePatterns(settings.serviceAccountPatterns);
  namePatterns(settings.adminAccountPatterns);
  const context = createContext(options);
  const directory = new LazyDirectoryFacts(context);
  const chosen = chooseRules(options);
  const subject = <S extends keyof FactsOf>(
    type: FindingSubjectType,
    externalId: string,
    facts: FactsOf[S],
    isIgnored = listsId(settings.ignore, directory.key, externalId),
  ): Evaluated<S> => ({
    facts,
    subject: { directory: directory.key, type, externalId },
    directory,
    recorder: context.recorder,
    topAdministrator: noAdministrator,
    ignoredBy: isIgnored ? 'settings.ignore' : null,
    scopeNotes: [],
  });
  const inTurns = <S extends keyof FactsOf>(evaluated: Evaluated<S>): Evaluated<S> =>
    options.forgetful === true ? { ...evaluated, turns: new Turns() } : evaluated;
  return {
    rules: chosen,
    lookedAround: context.recorder.lookedAround,
    async user(user, only = chosen.USER) {
      const facts = directory.subjectFacts(user);
      const found = await evaluateSubject(only, {
        ...subject<'USER'>(
          'USER',
          user.externalId,
          facts,
          listsAccount(settings.ignore, directory.key, user),
        ),
        topAdministrator: () => isTopAdministrator(facts),
        scopeNotes: isBreakGlass(facts) ? breakGlassNotes : [],
      });
      if (options.forgetful === true) facts.release();
      return found;
    },
    group(group) {
      const facts = directory.groupFacts(group);
      return evaluateSubject(chosen.GROUP, {
        ...subject<'GROUP'>('GROUP', group.externalId, facts),
        topAdministrator: () => isTopAdministrator(facts),
      });
    },
    application(application) {
      const facts = directory.applicationFacts(application);
      const { externalId } = application;
      return evaluateSubject(chosen.APPLICATION, {
        ...subject<'APPLICATION'>('APPLICATION', externalId, facts),
        topAdministrator: () => isTopAdministrator(facts),
      });
    },
    population(population) {
      const { externalId } = population;
      const facts = directory.populationFacts(population);
      return evaluateSubject(
        chosen.POPULATION,
        inTurns(subject<'POPULATION'>('POPULATION', externalId, facts)),
      );
    },
    directory(outcomes) {
      if (outcomes !== undefined) directory.outcomes = { rows: outcomes, complete: true, reason: null };
      return evaluateSubject(
        chosen.DIRECTORY,
        inTurns(
          subject<'DIRECTORY'>(
            'DIRECTORY',
            directory.externalId,
            directory,
            listed(settings.ignore, [directory.key]),
          ),
        ),
      );
    },
  };
}

const noAdministrator = (): Truth => false;
const breakGlassNotes = [evidence('breakGlass', 'listed in the settings')];

export type RulesBySubject = { readonly [S in keyof FactsOf]: readonly Rule<S>[] };

function chooseRules({ rules, ruleIds, settings, sources }: EvaluationOptions): RulesBySubject {
  const chosen = (rules ?? allRules.filter((rule) => isOn(rule, settings))).map((rule) =>
    instanceIn(rule, sources.kind ?? null),
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
