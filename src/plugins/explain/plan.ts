import type { Directory } from '../../directory/directory.ts';

/**
 * Where a field's answer is taken from. LIST: pages of a list. WHOLE: a small collection, read whole. DIRECT: a call for each
 * object. REPORT, INVERTED: one walk for everybody. CACHE, SNAPSHOT: memory. SWEEP: a snapshot that has to be taken first.
 * DECLARED: what the field says that it costs at most.
 */
export type PlanSource =
  | 'LIST'
  | 'WHOLE'
  | 'DIRECT'
  | 'REPORT'
  | 'INVERTED'
  | 'CACHE'
  | 'SNAPSHOT'
  | 'SWEEP'
  | 'DECLARED';

/** One decision: what a field reads of one directory, from where, and for how many calls. */
export interface PlanStep {
  /** Response names from the root, separated by dots. */
  readonly path: string;
  /** Key of the directory. */
  readonly directory: string;
  readonly source: PlanSource;
  /** Objects that are asked for, as far as it can be told before. */
  readonly objects: number;
  /** Calls to the provider, at most; null: nobody has counted what they depend on. */
  readonly calls: number | null;
  /** Why this source. */
  readonly because: string;
}

/** What an operation would read, and what that would cost. Nothing was asked of a provider to know it. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly total: {
    /** At most; what `unknownCalls` names is not in it. */
    readonly upstreamCalls: number;
    readonly byDirectory: Readonly<Record<string, number>>;
    /** Until the slowest directory is done; null: no limit is known, so that latency decides and not the number of calls. */
    readonly seconds: number | null;
    /** Paths whose calls nobody can count before. */
    readonly unknownCalls: readonly string[];
  };
}

export interface PlannedStep extends PlanStep {
  /** At the directory's limit as it is now, and alone; null: no limit is known, or the calls are not. */
  readonly seconds: number | null;
}

/** Sums up; the seconds are those of the limit now, with what waits already and the end of a refusal before them. */
export function toPlan(
  steps: readonly PlanStep[],
  directories: readonly Directory[],
  now = Date.now(),
): Plan {
  const byKey = new Map(directories.map((directory) => [directory.key, directory]));
  const calls = new Map<string, number>();
  for (const step of steps) calls.set(step.directory, (calls.get(step.directory) ?? 0) + (step.calls ?? 0));
  const busy = [...calls].filter(([, count]) => count > 0);
  const seconds = busy.map(([key, count]) => secondsFor(count, byKey.get(key), now));
  return {
    steps: steps.map((step) => ({ ...step, seconds: secondsAlone(step.calls, byKey.get(step.directory)) })),
    total: {
      upstreamCalls: busy.reduce((sum, [, count]) => sum + count, 0),
      byDirectory: Object.fromEntries(busy),
      seconds: seconds.some((each) => each === null) ? null : rounded(Math.max(0, ...seconds.map(Number))),
      unknownCalls: [...new Set(steps.filter((step) => step.calls === null).map(({ path }) => path))],
    },
  };
}

function secondsAlone(calls: number | null, directory: Directory | undefined): number | null {
  const rate = rateOf(directory);
  return calls === null || (rate === null && calls > 0) ? null : rounded(calls / (rate ?? 1));
}

function secondsFor(calls: number, directory: Directory | undefined, now: number): number | null {
  const rate = rateOf(directory);
  if (rate === null || directory === undefined) return null;
  const { queued, throttledUntil } = directory.provider.rateLimit;
  const refusedMs = Math.max(0, (throttledUntil?.getTime() ?? now) - now);
  return refusedMs / 1000 + (queued + calls) / rate;
}

function rateOf(directory: Directory | undefined): number | null {
  const rate = directory?.provider.rateLimit.requestsPerSecond ?? null;
  return rate !== null && Number.isFinite(rate) && rate > 0 ? rate : null;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
