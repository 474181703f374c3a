/**
 * All rules on one subject, in rounds: what is undecided says which facts it misses, these are loaded together, and the
 * rules that waited are asked again. A subject that needs nothing is answered in one round without waiting.
 */
import type { Evidence, Finding, FindingSubject } from '../model/finding.ts';
import { onceFor } from '../model/once-for.ts';
import { type Decision, decide } from './decide.ts';
import { evidence } from './evidence.ts';
import type { DirectoryFacts } from './facts.ts';
import type { InLine } from './in-line.ts';
import { type Truth, whether } from './kleene.ts';
import type { Loadable, Recorder } from './lazy/slot.ts';
import { makeFinding, severityEvidence } from './make-finding.ts';
import type { AnyRule, FactsOf, Rule } from './rule.ts';
import { anySeverity, modifySeverity } from './severity.ts';
import type { Turns } from '../upstream/turns.ts';
import type { Verdicts } from './verdicts.ts';

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
  /** Given: many subjects may wait for the same fact, and go on one after the other when it is there. */
  readonly line?: InLine;
}

interface Item<S extends keyof FactsOf> {
  readonly rule: Rule<S>;
  readonly index: number;
}

/** Asks rules about a subject. Answers at once where nothing has to be read: then there is no promise. */
export function evaluateSubject<S extends keyof FactsOf>(
  rules: readonly Rule<S>[],
  subject: Evaluated<S>,
  verdicts: Verdicts,
): Promise<void> | undefined {
  if (subject.ignoredBy !== null) {
    const notes = [evidence('ignoredBy', subject.ignoredBy)];
    for (const index of rules.keys()) verdicts.absent(index, 'IGNORED', 0, () => notes);
    return undefined;
  }
  const { about, notAbout } = itemsOf(subject.directory)(rules);
  for (const { index } of notAbout) verdicts.absent(index, 'OUT_OF_SCOPE', 0, noNotes);
  const open = about as readonly Item<S>[];
  if (subject.turns !== undefined) return inRounds(open, subject, verdicts);
  const round = runRound(open, subject, verdicts);
  if (round.wanted.size > 0) return inRounds(open, subject, verdicts, round);
  settleAll(round, subject, verdicts);
  return undefined;
}

/** Until there is nothing left that a rule wants to know. @param first the first round, where it is over. */
async function inRounds<S extends keyof FactsOf>(
  about: readonly Item<S>[],
  subject: Evaluated<S>,
  verdicts: Verdicts,
  first?: Round<S>,
): Promise<void> {
  const { turns, line } = subject;
  const run = (open: readonly Item<S>[]): Promise<Round<S>> | Round<S> =>
    turns === undefined ? runRound(open, subject, verdicts) : runInTurns(open, subject, turns, verdicts);
  let round = first ?? (await run(about));
  while (round.wanted.size > 0) {
    await loadAll([...round.wanted], turns);
    if (line !== undefined) await line.place();
    // What others had loaded may tell whether the subject was in scope after all; nothing is loaded for that alone.
    round = await run([...round.waiting, ...round.inDoubt.map(({ item }) => item)]);
  }
  settleAll(round, subject, verdicts);
}

function settleAll<S extends keyof FactsOf>(
  { inDoubt }: Round<S>,
  subject: Evaluated<S>,
  verdicts: Verdicts,
): void {
  for (const { item, decision, looked } of inDoubt) {
    subject.recorder.looked = looked;
    settle(item, subject, decision, verdicts);
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
  readonly inDoubt: readonly InDoubt<S>[];
}

interface InDoubt<S extends keyof FactsOf> {
  readonly item: Item<S>;
  readonly decision: Decision;
  readonly looked: number;
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
  verdicts: Verdicts,
): Promise<Round<S>> {
  const rounds: Round<S>[] = [];
  for (const item of open) {
    rounds.push(runRound([item], subject, verdicts));
    await turns.pause();
  }
  return {
    wanted: new Set(rounds.flatMap(({ wanted }) => [...wanted])),
    waiting: rounds.flatMap(({ waiting }) => waiting),
    inDoubt: rounds.flatMap(({ inDoubt }) => inDoubt),
  };
}

const nothing: ReadonlySet<Loadable> = new Set();
const nobody: readonly never[] = [];

/** Asks every open rule once. Final answers go to `verdicts`. */
function runRound<S extends keyof FactsOf>(
  open: readonly Item<S>[],
  subject: Evaluated<S>,
  verdicts: Verdicts,
): Round<S> {
  const { facts, recorder } = subject;
  let wanted: Set<Loadable> | undefined;
  let waiting: Item<S>[] | undefined;
  let inDoubt: InDoubt<S>[] | undefined;
  for (const item of open) {
    const { rule, index } = item;
    recorder.looked = 0;
    const decision = decide(recorder, rule, facts);
    let missed = decision.wanted;
    if (missed.size === 0 && decision.verdict.state === 'PRESENT') {
      const shown = recorder.record(() => presentFinding(rule, subject));
      missed = shown.missed;
      if (missed.size === 0) verdicts.open(index, shown.result, recorder.looked);
    } else if (missed.size === 0 && decision.reasonOpen) {
      (inDoubt ??= []).push({ item, decision, looked: recorder.looked });
    } else if (missed.size === 0) {
      settle(item, subject, decision, verdicts);
    }
    if (missed.size === 0) continue;
    (waiting ??= []).push(item);
    wanted ??= new Set();
    for (const slot of missed) wanted.add(slot);
  }
  return { wanted: wanted ?? nothing, waiting: waiting ?? nobody, inDoubt: inDoubt ?? nobody };
}

/** Notes are taken from what is known already: they are not worth a call. */
function settle<S extends keyof FactsOf>(
  { rule, index }: Item<S>,
  evaluated: Evaluated<S>,
  { verdict }: Decision,
  verdicts: Verdicts,
): void {
  const { facts, recorder, subject, directory } = evaluated;
  if (verdict.state === 'ABSENT') {
    verdicts.absent(index, verdict.reason, recorder.looked, () =>
      verdict.reason === 'OUT_OF_SCOPE' ? evaluated.scopeNotes : (rule.notes?.(facts) ?? noRows),
    );
    return;
  }
  const finding = makeFinding({
    rule: rule as AnyRule,
    subject,
    verdict,
    severity: rule.severity,
    evidence: rule.notes?.(facts) ?? noRows,
    evaluatedAt: directory.asOf,
  });
  verdicts.open(index, finding, recorder.looked);
}

const noRows: readonly Evidence[] = [];
const noNotes = (): readonly Evidence[] => noRows;

function presentFinding<S extends keyof FactsOf>(rule: Rule<S>, evaluated: Evaluated<S>): Finding {
  const { facts, directory, subject } = evaluated;
  const { profile } = directory;
  const own = evaluated.recorder.watchUnread(() =>
    rule.severityOf === undefined ? rule.severity : rule.severityOf(facts),
  );
  const { severity, modifiers, range } = modifySeverity(own.result ?? rule.severity, {
    aboutAdministrators: rule.aboutAdministrators,
    topAdministrator: !rule.aboutAdministrators && evaluated.topAdministrator(),
    customers: whether(profile, ({ purpose }) => purpose === 'CUSTOMER'),
    weakLink: rule.restsOnWeakLink?.(facts) ?? false,
  });
  const purposeAssumed =
    !rule.aboutAdministrators && (profile.state !== 'KNOWN' || profile.value.purpose === 'UNKNOWN');
  return makeFinding({
    rule: rule as AnyRule,
    subject,
    verdict: { state: 'PRESENT' },
    severity,
    severityRange: own.restsOnUnread || own.result === null ? anySeverity : range,
    evidence: [
      ...rule.evidence(facts),
      ...(rule.notes?.(facts) ?? []),
      ...severityEvidence(rule as AnyRule, severity, modifiers),
      ...(purposeAssumed ? [evidence('purposeAssumed', 'WORKFORCE')] : []),
    ],
    evaluatedAt: directory.asOf,
  });
}
