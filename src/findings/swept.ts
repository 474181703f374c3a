import { randomUUID } from 'node:crypto';
import { createLoaders, type DirectoryLoaders } from '../directory/loaders.ts';
import type { Directory } from '../directory/directory.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { Gaps, listing } from '../directory/sweep/sweep-reads.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import { waitWithin } from '../directory/wait-within.ts';
import type { Identities } from '../identities/identities.ts';
import type { IdentityService } from '../identities/identity-service.ts';
import type { ProviderKind } from '../model/directory.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Answers } from './answers.ts';
import { Carried } from './carried.ts';
import { chooseRules, createEvaluation } from './engine.ts';
import type { Renewed } from './evaluate-part.ts';
import { type Before, evaluateSweep, type SweepFindings } from './evaluate-sweep.ts';
import type { Look } from './history/finding-history.ts';
import { lookOf } from './history/sweep-look.ts';
import type { Poll } from './polls.ts';
import { RememberedSources } from './remembered-sources.ts';
import type { AnyRule } from './rule.ts';
import type { FindingSettings } from './settings.ts';
import type { EvaluationDepth } from './sources.ts';
import { type Standing, standingAfter, standingOf } from './standing.ts';
import { differenceOf, type Places, saysTheSame } from './sweep-difference.ts';
import { sweepSources } from './sweep-sources.ts';
import { sweptDirectory } from './swept-posture.ts';
import { tenantPosture } from './tenant-posture.ts';
import { type PosturePoint, pointOf } from './trend/posture-point.ts';

/** Share of the time that a caller has left, for which other directories are waited for: the rest is for the rules. */
const SHARE_OF_TIME = 0.8;
/** Milliseconds for which a directory that is not the primary one is waited for after the others are done. */
const OTHERS_SLACK_MS = 2_000;

/**
 * Milliseconds after which everybody is evaluated again though only some changed, or nobody: rules measure ages in days, and what a
 * sweep does not hold (passwords, sessions, bypasses of administrators) is read again with each evaluation of a user.
 */
const WHOLE_AFTER_MS = 900_000;

interface Made {
  readonly sweep: Sweep;
  /** The moment from which the oldest of the answers measures ages. */
  readonly asOf: Date;
  /** What the answers about other directories rest on. */
  readonly basis: readonly unknown[];
  readonly evaluated: Promise<Evaluated>;
  readonly findings: Promise<SweepFindings>;
}

interface Evaluated {
  readonly findings: SweepFindings;
  /** What was said of the directory as a whole. */
  readonly settings: RememberedSources;
  readonly carried: Carried;
  /** How the directory stands by it; null: nobody asked. */
  readonly standing: Standing | null;
  readonly asOf: Date;
}

/**
 * Findings of the newest sweep of each directory: evaluated once, and kept for as long as sweeps say the same, and whatever of other
 * directories the findings rest on. Of a sweep in which few users changed, these are evaluated again, and of the others what rests on
 * more than themselves. One of these that cannot be read, or not in time, leaves the rules about it undecided and the others whole.
 */
export class SweptFindings {
  readonly #settings: FindingSettings;
  readonly #identities: IdentityService | null;
  readonly #onEvaluated: ((look: Look) => void) | null;
  readonly #onPoint: ((point: PosturePoint) => void) | null;
  readonly #made = new Map<string, Made>();

  /**
   * @param identities who is who; left out, the rules that need two directories answer that this is not configured.
   * @param onEvaluated told of what each evaluation showed, for the history.
   * @param onPoint told of how the directory stands by it, for the trend.
   */
  constructor(
    settings: FindingSettings,
    identities: IdentityService | null = null,
    onEvaluated: ((look: Look) => void) | null = null,
    onPoint: ((point: PosturePoint) => void) | null = null,
  ) {
    this.#settings = settings;
    this.#identities = identities;
    this.#onEvaluated = onEvaluated;
    this.#onPoint = onPoint;
  }

  /** @throws {UpstreamError} when there is no sweep, or it is not taken and evaluated before the caller's deadline. */
  async of(loaders: DirectoryLoaders, depth: EvaluationDepth): Promise<SweepFindings> {
    const { directory, scope } = loaders;
    const [sweep] = await Promise.all([directory.sweeper.read(scope), this.#readOthers(directory, scope)]);
    const correlated = await this.#correlate(directory);
    return await waitWithin(this.#findings(sweep, correlated, loaders, depth), scope.context, (code) =>
      notReady(directory.key, code),
    );
  }

  /** Directories that accounts of one are compared with: the primary one, and for its own accounts all others. */
  #comparedWith({ key, isPrimary }: Directory, service: IdentityService): readonly string[] {
    const { primary } = service.current;
    return isPrimary ? service.directories : [key, ...(primary === null ? [] : [primary])];
  }

  async #readOthers(directory: Directory, scope: RequestScope): Promise<void> {
    const service = this.#identities;
    if (service === null) return;
    const slackMs = directory.isPrimary ? OTHERS_SLACK_MS : undefined;
    // What cannot be read is told by what is held afterwards.
    await service
      .refreshOf(this.#comparedWith(directory, service), withinShare(scope), slackMs)
      .catch(() => {});
  }

  /** What is known once everything was read that could be in time. */
  async #correlate(directory: Directory): Promise<Correlated | null> {
    const service = this.#identities;
    if (service === null) return null;
    try {
      const identities = await service.takeIn();
      return { identities, basis: service.basisOf(this.#comparedWith(directory, service)) };
    } catch (error) {
      // The operators' links could not be read: who is who is not known now, and is asked again with the next question.
      return { identities: null, basis: [error] };
    }
  }

  #findings(
    sweep: Sweep,
    correlated: Correlated | null,
    { directory, scope }: DirectoryLoaders,
    depth: EvaluationDepth,
  ): Promise<SweepFindings> {
    const key = `${directory.key} ${depth}`;
    const basis = correlated?.basis ?? [];
    const last = this.#made.get(key);
    const made = last !== undefined && isRecent(last, sweep, scope) ? last : null;
    const isAsBefore = made !== null && saysTheSame(made.sweep, sweep) && isSame(made.basis, basis);
    if (isAsBefore && made.sweep === sweep) return made.findings;
    const evaluated = isAsBefore
      ? made.evaluated
      : this.#evaluate(sweep, correlated, createLoaders(directory, sharedScope(scope)), depth, made);
    const findings = evaluated.then((found) => ({ ...found.findings, sweep }));
    const asOf = isAsBefore ? made.asOf : (made?.asOf ?? sweep.takenAt);
    this.#made.set(key, { sweep, asOf, basis, evaluated, findings });
    evaluated.then(
      (found) => this.#noteAge(key, evaluated, found.asOf),
      // A failed evaluation is not kept: the next question tries again.
      () => {
        if (this.#made.get(key)?.evaluated === evaluated) this.#made.delete(key);
      },
    );
    return findings;
  }

  /** Where everybody was evaluated after all, no answer is older than that. */
  #noteAge(key: string, evaluated: Promise<Evaluated>, asOf: Date): void {
    const made = this.#made.get(key);
    if (made?.evaluated === evaluated) this.#made.set(key, { ...made, asOf });
  }

  async #evaluate(
    sweep: Sweep,
    correlated: Correlated | null,
    loaders: DirectoryLoaders,
    depth: EvaluationDepth,
    made: Made | null,
  ): Promise<Evaluated> {
    const { directory } = loaders;
    const populations = await listing(loaders.settings.populations());
    // Without its populations the rules about them have no subjects: then at least the COVERAGE rules say so.
    const gaps = new Gaps();
    gaps.add('POPULATIONS', populations);
    const own = sweepSources(
      sweep,
      loaders,
      this.#settings.sensitiveReads,
      correlated === null ? undefined : () => held(correlated),
    );
    const settings = new RememberedSources({
      ...own,
      gaps: () => Promise.resolve([...sweep.gaps, ...gaps.list]),
    });
    const takenOver = await takeOver(made, sweep, settings, correlated?.basis ?? []);
    const carried = takenOver?.carried ?? new Carried(pollsOf(this.#settings, own.kind ?? null));
    const evaluation = createEvaluation({
      sources: settings.sources,
      settings: this.#settings,
      asOf: sweep.takenAt,
      depth,
      forgetful: true,
      census: carried.census,
      indexes: carried.indexes,
    });
    const { findings, renewed } = await evaluateSweep(
      sweep,
      populations.rows,
      evaluation,
      carried.census,
      takenOver,
    );
    carried.keep(evaluation.indexes, sweep.users.rows.length);
    if (this.#onEvaluated !== null)
      this.#onEvaluated(await lookOf(directory, findings, populations, renewed));
    const standing = await this.#standing(findings, loaders, depth, takenOver, renewed);
    return { findings, settings, carried, standing, asOf: takenOver?.asOf ?? sweep.takenAt };
  }

  /** How the directory stands. The score uses the cheaper depth: points of the other would not compare. */
  async #standing(
    findings: SweepFindings,
    loaders: DirectoryLoaders,
    depth: EvaluationDepth,
    before: TakenOver | null,
    renewed: readonly Renewed[] | null,
  ): Promise<Standing | null> {
    if (this.#onPoint === null || depth !== 'GATED') return null;
    const part = await sweptDirectory(findings, loaders);
    const standing =
      before === null || before.standing === null || renewed === null
        ? await standingOf(part)
        : await standingAfter(part, before.standing, before.findings, before.difference, renewed);
    const { key } = loaders.directory;
    const { takenAt } = findings.sweep;
    this.#onPoint(pointOf(key, takenAt, await tenantPosture([part], [], takenAt)));
    return standing;
  }
}

interface TakenOver extends Before {
  readonly carried: Carried;
  readonly standing: Standing | null;
  readonly asOf: Date;
}

/** Evaluations whose counts and indexes another one has taken. */
const taken = new WeakSet<Evaluated>();

/** What of an earlier evaluation can be taken over; null: nothing. */
async function takeOver(
  made: Made | null,
  sweep: Sweep,
  settings: RememberedSources,
  basis: readonly unknown[],
): Promise<TakenOver | null> {
  const evaluated = await made?.evaluated.catch(() => null);
  if (made === null || evaluated === null || evaluated === undefined) return null;
  const { findings, carried, standing, asOf } = evaluated;
  const { USER, GROUP, APPLICATION } = findings.answers;
  const before = made.sweep;
  const difference = await differenceOf(before, sweep, {
    users: rowIn(USER),
    groups: rowIn(GROUP),
    applications: rowIn(APPLICATION),
  });
  if (difference === null || !(await settings.saySameAs(evaluated.settings))) return null;
  // Whoever takes it changes it: it is handed on once.
  if (taken.has(evaluated)) return null;
  taken.add(evaluated);
  const concerned = carried.take(difference.users, before, sweep, rowIn(USER));
  const identities: ReadonlySet<string> | null = isSame(made.basis, basis) ? new Set() : null;
  return {
    findings: { ...findings, sweep: before },
    difference,
    concerned,
    identities,
    carried,
    standing,
    asOf,
  };
}

/** Where subjects stand among answers. */
function rowIn(answers: Answers): Places {
  return (id) => answers.rowOf(id);
}

/** What the rules that are on want to know of everybody as counts. */
function pollsOf(settings: FindingSettings, kind: ProviderKind | null): readonly Poll[] {
  const rules = chooseRules({ settings, kind });
  return Object.values(rules).flatMap((some: readonly Pick<AnyRule, 'polls'>[]) =>
    some.flatMap(({ polls = [] }) => polls),
  );
}

/** Whether what was evaluated is young enough to be gone by, where nothing has changed. */
function isRecent({ asOf }: Made, { takenAt }: Sweep, { maxAgeMs }: RequestScope): boolean {
  return takenAt.getTime() - asOf.getTime() <= Math.min(WHOLE_AFTER_MS, maxAgeMs ?? WHOLE_AFTER_MS);
}

interface Correlated {
  /** Null: the operators' links could not be read. */
  readonly identities: Identities | null;
  readonly basis: readonly unknown[];
}

function held({ identities, basis }: Correlated): Promise<Identities> {
  return identities === null ? Promise.reject(basis[0]) : Promise.resolve(identities);
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/** The same request with an earlier deadline. */
function withinShare(scope: RequestScope): RequestScope {
  const { deadline } = scope.context;
  if (deadline === undefined) return scope;
  const now = Date.now();
  return { ...scope, context: { ...scope.context, deadline: now + (deadline - now) * SHARE_OF_TIME } };
}

/**
 * The scope of what many callers are answered from: neither the signal nor the deadline of the one who happened to ask
 * first may end its reads, or what they leave unknown is told to all.
 */
function sharedScope(scope: RequestScope): RequestScope {
  const { lane, onExchange } = scope.context;
  return { ...scope, context: { lane, transactionId: randomUUID(), ...(onExchange && { onExchange }) } };
}

function notReady(directory: string, code: 'TIMED_OUT' | 'CANCELLED'): UpstreamError {
  return new UpstreamError({
    code,
    message: `The rules are still being evaluated over the sweep of "${directory}"; ask again in a while.`,
    directory,
    route: 'findings',
  });
}
