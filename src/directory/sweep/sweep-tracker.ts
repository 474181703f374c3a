import type { PhaseProgress, SweepPhase, SweepProgress } from './sweep.ts';

/** In the order in which people are told of them. */
const order = [
  'USERS',
  'GROUPS',
  'MFA_DEVICES',
  'ROLE_ASSIGNMENTS',
  'APPLICATIONS',
] as const satisfies readonly SweepPhase[];

export type TrackedPhase = (typeof order)[number];

/** Of each phase so many steps are told: a bar needs no more. */
const steps = 200;

interface Phase {
  done: number;
  total: number | null;
  finished: boolean;
  /** Null: not known yet. */
  calls: number | null;
}

/**
 * Keeps count of the phases of a sweep, which run at the same time, and tells of them in one order: the phase that is told never goes
 * back, and what is done of a phase never becomes less.
 */
export class SweepTracker {
  readonly #startedAt: Date;
  readonly #report: (progress: SweepProgress) => void;
  readonly #phases = new Map<TrackedPhase, Phase>(
    order.map((phase) => [phase, { done: 0, total: null, finished: false, calls: null }]),
  );
  #told = 0;
  #calls = 0;

  constructor(startedAt: Date, report: (progress: SweepProgress) => void) {
    this.#startedAt = startedAt;
    this.#report = report;
    this.#tell('USERS');
  }

  /** A call was answered. */
  answered(): void {
    this.#calls += 1;
  }

  /** So many calls a phase will take, as far as is known. */
  expectCalls(name: TrackedPhase, calls: number): void {
    this.#of(name).calls = Math.ceil(calls);
  }

  advance(name: TrackedPhase, done: number, total: number | null): void {
    const phase = this.#of(name);
    const before = stepOf(phase);
    phase.total = total === null ? phase.total : Math.max(total, done);
    phase.done = Math.max(phase.done, done);
    if (stepOf(phase) !== before) this.#tell(this.#current());
  }

  finish(name: TrackedPhase): void {
    const phase = this.#of(name);
    phase.finished = true;
    phase.total = phase.done;
    phase.calls ??= 0;
    // Each phase is told once, those that ended before their turn too.
    for (; this.#told < order.length; this.#told += 1) {
      const current = order[this.#told];
      if (current === undefined) break;
      this.#tell(current);
      if (!this.#of(current).finished) return;
    }
  }

  /** @param users how many were read. */
  end(users: number): void {
    this.#report({ ...this.#progress('DONE'), done: users, total: users });
  }

  #current(): TrackedPhase {
    return order[this.#told] ?? 'APPLICATIONS';
  }

  #tell(name: TrackedPhase): void {
    this.#report(this.#progress(name));
  }

  #progress(phase: TrackedPhase | 'DONE'): SweepProgress {
    const phases = [...this.#phases].map(([name, { done, total, finished }]): PhaseProgress => ({
      phase: name,
      done,
      total,
      finished,
    }));
    const told = phases.find((one) => one.phase === phase);
    return {
      phase,
      done: told?.done ?? 0,
      total: told?.total ?? null,
      startedAt: this.#startedAt,
      phases,
      calls: { done: this.#calls, expected: phase === 'DONE' ? this.#calls : this.#expected() },
    };
  }

  #expected(): number | null {
    let expected = 0;
    for (const { calls } of this.#phases.values()) {
      if (calls === null) return null;
      expected += calls;
    }
    return Math.max(expected, this.#calls);
  }

  #of(name: TrackedPhase): Phase {
    const phase = this.#phases.get(name);
    if (phase === undefined) throw new RangeError(`Expected a phase of a sweep, received "${name}".`);
    return phase;
  }
}

function stepOf({ done, total }: Phase): number {
  return total === null || total === 0 ? done : Math.floor((done * steps) / total);
}
