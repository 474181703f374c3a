import type { HttpRequest, HttpResult, Transport } from '../../../src/upstream/transport.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface SimulatedLimits {
  readonly perSecond: number;
  readonly burst: number;
  /** What a refusal says; `undefined` says nothing. */
  readonly retryAfter?: string;
  readonly latencyMs: number;
  /** So many calls are refused whatever the bucket holds: somebody else's calls were there first. */
  readonly firstRefused?: number;
  /** A share of the calls that is refused by chance, whatever the bucket holds. */
  readonly strayShare?: number;
  /** Chance, between 0 and 1. */
  readonly random?: () => number;
  /** Added to the way there, differently for each call. */
  readonly jitterMs?: number;
}

/** A provider with a token bucket, in virtual time: what is refused, what is answered, and when calls arrive. */
export class SimulatedProvider implements Transport {
  readonly arrivals: number[] = [];
  refusals = 0;
  answers = 0;
  inFlight = 0;
  mostInFlight = 0;
  /** The shortest time between a refusal's answer and the same path's next departure. */
  earliestReturnMs = Infinity;
  readonly #refusedAt = new Map<string, number>();
  #tokens: number;
  #at = 0;
  #calls = 0;
  readonly #clock: VirtualClock;
  readonly #limits: SimulatedLimits;

  constructor(clock: VirtualClock, limits: SimulatedLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#tokens = limits.burst;
  }

  send({ path }: HttpRequest): Promise<HttpResult> {
    this.#calls += 1;
    const refusedAt = this.#refusedAt.get(path) ?? Number.NEGATIVE_INFINITY;
    this.earliestReturnMs = Math.min(this.earliestReturnMs, this.#clock.monotonic() - refusedAt);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const { latencyMs, jitterMs = 0 } = this.#limits;
    const there = latencyMs / 2 + ((this.#calls * 7) % 11) * (jitterMs / 10);
    return new Promise((resolve) => {
      this.#clock.after(there, () => {
        const refused = !this.#take();
        this.#clock.after(latencyMs / 2, () => {
          this.inFlight -= 1;
          if (refused) this.#refusedAt.set(path, this.#clock.monotonic());
          resolve(this.#answer(refused));
        });
      });
    });
  }

  async close(): Promise<void> {}

  #take(): boolean {
    const now = this.#clock.monotonic();
    const { perSecond, burst } = this.#limits;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) * perSecond) / 1_000);
    this.#at = now;
    this.arrivals.push(now);
    if (this.#tokens < 1 || this.arrivals.length <= (this.#limits.firstRefused ?? 0)) return false;
    const { strayShare = 0, random = () => 1 } = this.#limits;
    if (random() < strayShare) return false;
    this.#tokens -= 1;
    return true;
  }

  #answer(refused: boolean): HttpResult {
    if (refused) this.refusals += 1;
    else this.answers += 1;
    const { retryAfter } = this.#limits;
    return {
      kind: 'answer',
      status: refused ? 429 : 200,
      headers: refused && retryAfter !== undefined ? { 'retry-after': retryAfter } : {},
      body: Buffer.from('{}'),
      cut: false,
    };
  }
}
