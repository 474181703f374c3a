/** How much one caller, or everybody together in one directory, may change within a span of time. */
export interface BlastLimit {
  readonly per: 'ACTOR' | 'DIRECTORY';
  readonly windowMs: number;
  /** Changes within the window. */
  readonly max: number;
}

export interface BlastSource {
  readonly actor: string;
  readonly directory: string;
  readonly action: string;
}

export interface BlastRefusal {
  readonly limit: BlastLimit;
  /** When one more change would be let through, if none is made until then. */
  readonly passesAt: Date;
}

/** What shuts people out, or may: the count of all of them together. */
const SHUT_OUT = 'SHUT_OUT';
const shutsOut: ReadonlySet<string> = new Set([
  'SUSPEND_USER',
  'LOCK_USER',
  'DELETE_USER',
  'SET_USER_PASSWORD',
  'FORCE_PASSWORD_CHANGE',
  'RESET_USER_MFA',
]);

/** The count that an action belongs to: its own, but for those that shut people out, which share one. */
export function countedAs(source: BlastSource): BlastSource {
  return shutsOut.has(source.action) ? { ...source, action: SHUT_OUT } : source;
}

/**
 * Counts changes that were sent. Those that shut people out share one count; each other action has its own, so that a wave of
 * suspensions does not stand in the way of taking it back.
 */
export interface BlastRadius {
  /** Whether one more would pass now; counts nothing. */
  check(source: BlastSource): Promise<BlastRefusal | null>;
  /** The same, and counts it if it passes. At most `max` callers at once get through. */
  take(source: BlastSource): Promise<BlastRefusal | null>;
  /** Takes back one that was counted and then not sent. */
  giveBack(source: BlastSource): Promise<void>;
}

export const defaultBlastLimits: readonly BlastLimit[] = [
  { per: 'ACTOR', windowMs: 60_000, max: 20 },
  { per: 'ACTOR', windowMs: 3_600_000, max: 100 },
  { per: 'DIRECTORY', windowMs: 3_600_000, max: 200 },
];

/** Counts in this process's memory. */
export class MemoryBlastRadius implements BlastRadius {
  readonly #limits: readonly BlastLimit[];
  readonly #now: () => Date;
  /** Moments of the changes in each limit's window, oldest first; at most `max` of them. */
  readonly #moments = new Map<string, number[]>();

  constructor(limits: readonly BlastLimit[] = defaultBlastLimits, now: () => Date = () => new Date()) {
    this.#limits = limits;
    this.#now = now;
  }

  async check(source: BlastSource): Promise<BlastRefusal | null> {
    const now = this.#now().getTime();
    let refusal: BlastRefusal | null = null;
    for (const limit of this.#limits) {
      const moments = this.#within(limit, source, now);
      if (moments.length < limit.max) continue;
      const passesAt = new Date((moments[moments.length - limit.max] ?? now) + limit.windowMs);
      if (refusal === null || passesAt > refusal.passesAt) refusal = { limit, passesAt };
    }
    return refusal;
  }

  async take(source: BlastSource): Promise<BlastRefusal | null> {
    // `check` awaits nothing, so that nobody can come between looking and counting.
    const looked = this.check(source);
    const now = this.#now().getTime();
    const full = this.#limits.some((limit) => this.#within(limit, source, now).length >= limit.max);
    if (!full) for (const limit of this.#limits) this.#within(limit, source, now).push(now);
    return looked;
  }

  async giveBack(source: BlastSource): Promise<void> {
    for (const limit of this.#limits) this.#moments.get(nameOf(limit, source))?.pop();
  }

  #within(limit: BlastLimit, source: BlastSource, now: number): number[] {
    const name = nameOf(limit, source);
    const moments = (this.#moments.get(name) ?? []).filter((moment) => now - moment < limit.windowMs);
    this.#moments.set(name, moments);
    return moments;
  }
}

function nameOf(limit: BlastLimit, source: BlastSource): string {
  const whose = limit.per === 'ACTOR' ? source.actor : source.directory;
  return JSON.stringify([limit.per, limit.windowMs, countedAs(source).action, whose]);
}
