/**
 * All rules on one subject, in rounds: what is undecided says which facts it misses, these are loaded together, and the
 * rules that waited are asked again. A subject that needs nothing is answered in one round without waiting.
 */
import type { Evidence, Finding, FindingSubject } from '../model/finding.ts';
import { onceFor } from '../directory/once-for.ts';
import { type Decision, decide } from './decide.ts';
import { evidence } from './evidence.ts';
import type { DirectoryFacts } from './facts.ts';
import type { Truth } from './kleene.ts';
import type { Loadable, Recorder } from './lazy/slot.ts';
import { makeFinding, severityEvidence } from './make-finding.ts';
import type { AnyRule, FactsOf, Rule } from './rule.ts';
import { modifySeverity } from './severity.ts';
import type { Turns } from '../upstream/turns.ts';

export interface Evaluated<S extends keyof FactsOf> {
  readonly facts: FactsOf[S];
  readonly subject: FindingSubject;
  readonly directory: DirectoryFacts;
  readonly recorder: Recorder;
  /** Whether the subject can take over the directory. */
  readonly topAdministrator: () => Truth;
  /** Why every rule leaves the subject alone; null: none does. */
  readonly ignoredBy: string | null;
  /** Shown beside an answer that is out of scope. */
  readonly scopeNotes: readonly Evidence[];
  /** Given: its rules look at everybody, and let others have their turn after each. */
  readonly turns?: Turns;
}

interface Item<S extends keyof FactsOf> {
  readonly rule: Rule<S>;
  readonly index: number;
}

export async function evaluateSubject<S extends keyof FactsOf>(
  rules: readonly Rule<S>[],
  subject: Evaluated<S>,
): Promise<Finding[]> {
  if (subject.ignoredBy !== null) {
    const notes = [evidence('ignoredBy', subject.ignoredBy)];
    return rules.map((rule) => plain(rule, subject, ignored, notes));
  }
  const findings: Finding[] = [];
  const { about, notAbout } = itemsOf(subject.directory)(rules);
  for (const { rule, index } of notAbout)
    findings[index] = plain(rule as Rule<S>, subject, outOfScope, noRows);
  let open = about as readonly Item<S>[];
  for (;;) {
    const round =
      subject.turns === undefined
        ? runRound(open, subject, findings)
        : await runInTurns(open, subject, subject.turns, findings);
    if (round.wanted.size === 0) {
      for (const { item, decision } of round.inDoubt) {
        subject.recorder.asking = item.rule.id;
        findings[item.index] = settled(item.rule, subject, decision);
      }
      subject.recorder.asking = null;
      return findings;
    }
    await loadAll([...round.wanted], subject.turns);
    // What others had loaded may tell whether the subject was in scope after all; nothing is loaded for that alone.
    open = [...round.waiting, ...round.inDoubt.map(({ item }) => item)];
  }
}

interface Items {
  readonly about: readonly AnyItem[];
  readonly notAbout: readonly AnyItem[];
}

interface AnyItem {
  readonly rule: AnyRule | Rule<never>;
  readonly index: number;
}

/** Which rules are about the directory at all: asked once, and not for each of its subjects. */
const itemsOf = onceFor((directory: DirectoryFacts) =>
  onceFor((rules: readonly Pick<AnyRule, 'about' | 'kinds'>[]): Items => {
    const items = rules.map((rule, index) => ({ rule: rule as AnyRule, index }));
    return {
      about: items.filter(({ rule }) => isAboutDirectory(rule, directory)),
      notAbout: items.filter(({ rule }) => !isAboutDirectory(rule, directory)),
    };
  }),
);

/** A rule about something that directories of this kind do not have says nothing of them. */
function isAboutDirectory(
  { about, kinds }: Pick<AnyRule, 'about' | 'kinds'>,
  directory: DirectoryFacts,
): boolean {
  if (kinds !== undefined && directory.kind !== null && !kinds.includes(directory.kind)) return false;
  return about?.some((capability) => directory.can(capability)) ?? true;
}

interface Round<S extends keyof FactsOf> {
  readonly wanted: ReadonlySet<Loadable>;
  readonly waiting: readonly Item<S>[];
  readonly inDoubt: readonly { readonly item: Item<S>; readonly decision: Decision }[];
}

const loadedAtOnce = 256;

async function loadAll(slots: readonly Loadable[], turns: Turns | undefined): Promise<void> {
  if (turns === undefined) {
    await Promise.all(slots.map((slot) => slot.load()));
    return;
  }
  for (let start = 0; start < slots.length; start += loadedAtOnce) {
    await Promise.all(slots.slice(start, start + loadedAtOnce).map((slot) => slot.load()));
    await turns.pause();
  }
}

async function runInTurns<S extends keyof FactsOf>(
  open: readonly Item<S>[],
  subject: Evaluated<S>,
  turns: Turns,
  findings: Finding[],
): Promise<Round<S>> {
  const rounds: Round<S>[] = [];
  for (const item of open) {
    rounds.push(runRound([item], subject, findings));
    await turns.pause();
  }
  return {
    wanted: new Set(rounds.flatMap(({ wanted }) => [...wanted])),
    waiting: rounds.flatMap(({ waiting }) => waiting),
    inDoubt: rounds.flatMap(({ inDoubt }) => inDoubt),
  };
}

/** Asks every open rule once. Final answers go into `findings`, at the place of their rule. */
function runRound<S extends keyof FactsOf>(
  open: readonly Item<S>[],
  subject: Evaluated<S>,
  findings: Finding[],
): Round<S> {
  const { facts, recorder } = subject;
  const wanted = new Set<Loadable>();
  const waiting: Item<S>[] = [];
  const inDoubt: { item: Item<S>; decision: Decision }[] = [];
  for (const item of open) {
    const { rule, index } = item;
    recorder.asking = rule.id;
    const decision = decide(recorder, rule, facts);
    let missed = decision.wanted;
    if (missed.size === 0 && decision.verdict.state === 'PRESENT') {
      const shown = recorder.record(() => presentFinding(rule, subject));
      missed = shown.missed;
      findings[index] = shown.result;
    } else if (missed.size === 0 && decision.reasonOpen) {
      inDoubt.push({ item, decision });
    } else if (missed.size === 0) {
      findings[index] = settled(rule, subject, decision);
    }
    if (missed.size === 0) continue;
    waiting.push(item);
    for (const slot of missed) wanted.add(slot);
  }
  recorder.asking = null;
  return { wanted, waiting, inDoubt };
}

const outOfScope = { state: 'ABSENT', reason: 'OUT_OF_SCOPE' } as const;
const ignored = { state: 'ABSENT', reason: 'IGNORED' } as const;

/** Notes are taken from what is known already: they are not worth a call. */
function settled<S extends keyof FactsOf>(
  rule: Rule<S>,
  evaluated: Evaluated<S>,
  { verdict }: Decision,
): Finding {
  const isOut = verdict.state === 'ABSENT' && verdict.reason === 'OUT_OF_SCOPE';
  const notes = isOut ? evaluated.scopeNotes : (rule.notes?.(evaluated.facts) ?? noRows);
  return plain(rule, evaluated, verdict, notes);
}

const noRows: readonly Evidence[] = [];

function plain<S extends keyof FactsOf>(
  rule: Rule<S>,
  { subject, directory }: Evaluated<S>,
  verdict: Decision['verdict'],
  rows: readonly Evidence[],
): Finding {
  return makeFinding({
    rule: rule as AnyRule,
    subject,
    verdict,
    severity: rule.severity,
    evidence: rows,
    evaluatedAt: directory.asOf,
  });
}

function presentFinding<S extends keyof FactsOf>(rule: Rule<S>, evaluated: Evaluated<S>): Finding {
  const { facts, directory, subject } = evaluated;
  const { profile } = directory;
  const { severity, modifiers } = modifySeverity(rule.severityOf?.(facts) ?? rule.severity, {
    aboutAdministrators: rule.aboutAdministrators,
    topAdministrator: !rule.aboutAdministrators && evaluated.topAdministrator() === true,
    customers: profile.state === 'KNOWN' && profile.value.purpose === 'CUSTOMER',
    weakLink: rule.restsOnWeakLink?.(facts) ?? false,
  });
  const purposeAssumed =
    !rule.aboutAdministrators && (profile.state !== 'KNOWN' || profile.value.purpose === 'UNKNOWN');
  return makeFinding({
    rule: rule as AnyRule,
    subject,
    verdict: { state: 'PRESENT' },
    severity,
    evidence: [
      ...rule.evidence(facts),
      ...(rule.notes?.(facts) ?? []),
      ...severityEvidence(rule as AnyRule, severity, modifiers),
      ...(purposeAssumed ? [evidence('purposeAssumed', 'WORKFORCE')] : []),
    ],
    evaluatedAt: directory.asOf,
  });
}
