import type { Lane, RateLimitState } from './call.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { Clock } from './clock.ts';
import { LanePlaces } from './lane-places.ts';
import { LaneQueue, type LaneEntry } from './lane-queue.ts';
import { onAbort } from './on-abort.ts';
import { Promptness } from './promptness.ts';
import { RateGate, type RateLimits } from './rate-gate.ts';
import type { Quota } from './settings.ts';
import { mostSpared } from './token-bucket.ts';

export interface SchedulerLimits extends RateLimits {
  /** Calls on the wire at once. Default 64. */
  readonly concurrency?: number;
  /** Limits of their own for some calls, by the name that `UpstreamCall.bucket` gives; such a call needs leave of both. */
  readonly buckets?: Readonly<Record<string, RateLimits>>;
}

/** Why a call was not let out. */
export type NoTurn = 'cancelled' | 'deadline' | 'throttled' | 'circuit-open';

/** What `Scheduler.turn` rejects with; the caller makes an `UpstreamError` of it. */
export class NoTurnError extends Error {
  readonly reason: NoTurn;
  readonly waitedMs: number;
  /** Milliseconds until calls start again, where that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: NoTurn, waitedMs: number, retryAfterMs?: number) {
    super(`no turn: ${reason}`);
    this.name = 'NoTurnError';
    this.reason = reason;
    this.waitedMs = waitedMs;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface TurnRequest {
  readonly lane: Lane;
  /** Higher leaves first within its lane. */
  readonly priority: number;
  readonly bucket: string | undefined;
  /** The place in the line, from an earlier turn of the same call: a call that is tried again does not go to the end. */
  readonly turn?: number;
  readonly signal: AbortSignal | undefined;
  /** Monotonic milliseconds; `Infinity` for none. */
  readonly deadline: number;
  /** A pause of the provider longer than this is not waited for; milliseconds. */
  readonly patienceMs: number;
}

/** How a call that had left ended. */
export type Outcome =
  /** The provider dealt with it, whatever it said. */
  | { readonly kind: 'answered' }
  /** It said 429. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number | undefined }
  /** Network, no answer in time, 5xx. */
  | { readonly kind: 'failed' }
  /** The caller went away. */
  | { readonly kind: 'abandoned' };

/** Leave to make one exchange. Must be given back, once; more often does no harm. */
export interface Turn {
  readonly turn: number;
  readonly waitedMs: number;
  /**
   * Answers whether this call alone has to wait before it is tried again: its refusal was no sign of too many calls.
   * @param workedOn when somebody gets round to what came back: until then the call keeps its place in its lane.
   */
  end(outcome: Outcome, workedOn?: Promise<void>): boolean;
}

interface Entry extends LaneEntry {
  readonly request: TurnRequest;
  readonly since: number;
  readonly grant: (turn: Turn) => void;
  readonly refuse: (error: NoTurnError) => void;
  forget: () => void;
}

/**
 * Shares of the calls that may leave at once after a rest which a lane leaves to those before it: a sweep that uses up every call
 * the moment it is allowed would make each click wait for the next.
 */
const sparedBy: Readonly<Record<Lane, number>> = {
  interactive: 0,
  automation: mostSpared / 2,
  bulk: mostSpared,
};

/** Calls on the wire, from which on answers tend to arrive together. */
const crowd = 8;

/** Lets the calls of one directory out, one after the other: so many at once, so many a second, the important ones first. */
export class Scheduler {
  /** Told by whoever makes calls: waiting for a token or a turn is silence, too. */
  readonly promptness = new Promptness();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #concurrency: number;
  readonly #gate: RateGate;
  readonly #gates = new Map<string, RateGate>();
  readonly #breaker: CircuitBreaker;
  readonly #queue = new LaneQueue<Entry>();
  readonly #places: LanePlaces;
  #inFlight = 0;
  #turns = 0;
  #closed = false;
  #wakeAt = Infinity;
  #cancelWake: () => void = () => {};
  /** When the first of those who wait will be too late. */
  #firstLateAt = Infinity;
  #cancelLate: () => void = () => {};

  constructor(limits: SchedulerLimits, clock: Clock, random: () => number, breaker = new CircuitBreaker()) {
    this.#clock = clock;
    this.#random = random;
    this.#concurrency = limits.concurrency ?? 64;
    this.#places = new LanePlaces(this.#concurrency);
    this.#breaker = breaker;
    this.#gate = new RateGate(limits, clock.monotonic(), random);
    for (const [name, bucket] of Object.entries(limits.buckets ?? {})) {
      this.#gates.set(name, new RateGate(bucket, clock.monotonic(), random));
    }
  }

  get state(): RateLimitState {
    const now = this.#clock.monotonic();
    const { closedUntil, requestsPerSecond } = this.#gate;
    const silentSince = this.promptness.silentSince(now);
    return {
      requestsPerSecond,
      inFlight: this.#inFlight,
      queued: this.#queue.size,
      throttledUntil: closedUntil > now ? new Date(this.#clock.now() + closedUntil - now) : null,
      circuit: this.#breaker.state(now),
      silentSince: silentSince === null ? null : new Date(this.#clock.now() + silentSince - now),
      patienceMs: this.promptness.patienceMs,
      lastFailure: this.promptness.lastFailure(now),
    };
  }

  /** Waits until the call may leave. @throws {NoTurnError} */
  turn(request: TurnRequest): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const now = this.#clock.monotonic();
      const entry: Entry = {
        request,
        lane: request.lane,
        bucket: request.bucket,
        priority: request.priority,
        turn: request.turn ?? this.#turns++,
        place: -1,
        since: now,
        grant: resolve,
        refuse: reject,
        forget: () => {},
      };
      const hopeless = this.#hopeless(entry, now);
      if (hopeless !== undefined) {
        reject(hopeless);
        return;
      }
      this.#queue.add(entry);
      this.#pump();
      if (entry.place !== -1) this.#watch(entry, now);
    });
  }

  /** Whether calls stand in line, or so many are on the wire that their answers come in crowds: those are best worked on together. */
  get isCrowded(): boolean {
    return this.#queue.size > 0 || this.#inFlight >= crowd;
  }

  /** An answer told how much of a quota is left. */
  learn(bucket: string | undefined, quota: Quota): void {
    const gate = this.#ownGate(bucket) ?? this.#gate;
    const now = this.#clock.monotonic();
    if (gate.told(now, quota)) this.#sendAwayTheHopeless();
  }

  /** Everybody who waits is sent away, and nobody is let out any more. */
  close(): void {
    this.#closed = true;
    this.#cancelWake();
    this.#cancelLate();
    for (const entry of this.#queue.everybody()) this.#sendAway(entry, 'cancelled');
  }

  #watch(entry: Entry, now: number): void {
    const { signal, deadline } = entry.request;
    if (signal !== undefined) entry.forget = onAbort(signal, () => this.#sendAway(entry, 'cancelled'));
    if (deadline < this.#firstLateAt) this.#lookForTheLateAt(deadline, now);
  }

  /** One timer, however many wait: a thousand calls of one request have one deadline. */
  #lookForTheLateAt(at: number, now: number): void {
    this.#cancelLate();
    this.#firstLateAt = at;
    if (at !== Infinity) this.#cancelLate = this.#clock.after(at - now, () => this.#sendAwayTheLate());
  }

  #sendAwayTheLate(): void {
    const now = this.#clock.monotonic();
    let next = Infinity;
    for (const entry of this.#queue.everybody()) {
      const { deadline } = entry.request;
      if (deadline <= now) this.#sendAway(entry, this.#reasonOfLateness(entry));
      else next = Math.min(next, deadline);
    }
    this.#lookForTheLateAt(next, now);
  }

  /** Whether it was the rate that held the call back until its deadline, or only that others were on the wire. */
  #reasonOfLateness(entry: Entry): NoTurn {
    const now = this.#clock.monotonic();
    return this.#readyAt(entry.bucket, entry.lane, now) > now ? 'throttled' : 'deadline';
  }

  #sendAway(entry: Entry, reason: NoTurn, retryAfterMs?: number): void {
    if (!this.#queue.remove(entry)) return;
    entry.forget();
    entry.refuse(new NoTurnError(reason, this.#clock.monotonic() - entry.since, retryAfterMs));
  }

  /** What makes waiting pointless from the start, or since the provider named a time. */
  #hopeless(entry: Entry, now: number): NoTurnError | undefined {
    const { signal, deadline, patienceMs } = entry.request;
    const waited = now - entry.since;
    if (this.#closed || signal?.aborted === true) return new NoTurnError('cancelled', waited);
    if (deadline <= now) return new NoTurnError('deadline', waited);
    if (this.#breaker.state(now) === 'open') return new NoTurnError('circuit-open', waited);
    const opens = this.#closedUntil(entry.bucket);
    if (opens > now && (opens >= deadline || opens - now > patienceMs)) {
      return new NoTurnError('throttled', waited, opens - now);
    }
    return undefined;
  }

  #sendAwayTheHopeless(): void {
    const now = this.#clock.monotonic();
    for (const entry of this.#queue.everybody()) {
      const hopeless = this.#hopeless(entry, now);
      if (hopeless !== undefined) this.#sendAway(entry, hopeless.reason, hopeless.retryAfterMs);
    }
  }

  #closedUntil(bucket: string | undefined): number {
    return Math.max(this.#gate.closedUntil, this.#ownGate(bucket)?.closedUntil ?? Number.NEGATIVE_INFINITY);
  }

  #readyAt(bucket: string | undefined, lane: Lane, now: number): number {
    const own = this.#ownGate(bucket)?.readyAt(now) ?? Number.NEGATIVE_INFINITY;
    return Math.max(this.#gate.readyAt(now, sparedBy[lane]), own);
  }

  /** A bucket that the settings don't name is found out, like a directory's rate. */
  #ownGate(bucket: string | undefined): RateGate | undefined {
    if (bucket === undefined) return undefined;
    let gate = this.#gates.get(bucket);
    if (gate === undefined) {
      gate = new RateGate({}, this.#clock.monotonic(), this.#random);
      this.#gates.set(bucket, gate);
    }
    return gate;
  }

  #pump(): void {
    const now = this.#clock.monotonic();
    while (this.#queue.size > 0 && this.#inFlight < this.#concurrency && this.#breaker.allows(now)) {
      const entry = this.#queue.next(
        this.#places.isOpen,
        (bucket, lane) => this.#readyAt(bucket, lane, now) <= now,
      );
      if (entry === undefined) {
        this.#sleep(now);
        return;
      }
      entry.forget();
      this.#letOut(entry, now);
    }
    if (this.#queue.size === 0 && this.#firstLateAt !== Infinity) this.#lookForTheLateAt(Infinity, now);
    // A half-open circuit comes back by its probe, a full house by the next end; an open one has nobody waiting.
  }

  #sleep(now: number): void {
    let wakeAt = Infinity;
    for (const [bucket, lane] of this.#queue.waitingFor(this.#places.isOpen)) {
      const own = this.#ownGate(bucket);
      const [ownAt, sharedAt] = [own?.readyAt(now) ?? now, this.#gate.readyAt(now, sparedBy[lane])];
      if (ownAt > now) own?.fellShort();
      if (sharedAt > now) this.#gate.fellShort();
      wakeAt = Math.min(wakeAt, Math.max(ownAt, sharedAt));
    }
    if (wakeAt === Infinity || wakeAt === this.#wakeAt) return;
    this.#cancelWake();
    this.#wakeAt = wakeAt;
    this.#cancelWake = this.#clock.after(Math.ceil(wakeAt - now), () => {
      this.#wakeAt = Infinity;
      this.#pump();
    });
  }

  #letOut(entry: Entry, now: number): void {
    const { lane } = entry;
    const own = this.#ownGate(entry.bucket);
    const generation = this.#gate.leave(now);
    const ownGeneration = own?.leave(now) ?? 0;
    const probe = this.#breaker.leave(now);
    this.#inFlight += 1;
    this.#places.take(lane);
    let ended = false;
    entry.grant({
      turn: entry.turn,
      waitedMs: now - entry.since,
      end: (outcome, workedOn) => {
        if (ended) return false;
        ended = true;
        this.#inFlight -= 1;
        if (workedOn === undefined) this.#places.free(lane);
        else void this.#freeAfter(workedOn, lane);
        const at = this.#clock.monotonic();
        const refusedBy = outcome.kind === 'refused' ? (own ?? this.#gate) : undefined;
        const accepted = outcome.kind === 'answered';
        if (refusedBy !== this.#gate) this.#gate.returned(at, generation, accepted);
        if (refusedBy !== own) own?.returned(at, ownGeneration, accepted);
        const leftUnder = own === undefined ? generation : ownGeneration;
        const alone =
          outcome.kind === 'refused' && refusedBy?.refused(at, leftUnder, outcome.retryAfterMs) === true;
        this.#judge(outcome, at, probe);
        const closed = outcome.kind === 'refused' && !alone;
        if (closed || this.#breaker.state(at) === 'open') this.#sendAwayTheHopeless();
        this.#pump();
        return alone;
      },
    });
  }

  async #freeAfter(workedOn: Promise<void>, lane: Lane): Promise<void> {
    await workedOn;
    this.#places.free(lane);
    this.#pump();
  }

  #judge(outcome: Outcome, now: number, probe: boolean): void {
    if (outcome.kind === 'failed') this.#breaker.failed(now, probe);
    else if (outcome.kind === 'abandoned') this.#breaker.abandoned(probe);
    else this.#breaker.succeeded(now, probe);
  }
}
