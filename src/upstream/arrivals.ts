import { onceFor } from '../model/once-for.ts';
import type { Lane } from './call.ts';
import type { Clock } from './clock.ts';

/** Answers whose work is done in one go. */
interface Round {
  bytes: number;
  readonly begun: Promise<void>;
  readonly begin: () => void;
}

/**
 * Bodies that are read in one go, in bytes: some milliseconds of parsing and mapping, of a sweep's less. A single one may be longer.
 */
const mostBytes = { prompt: 400_000, bulk: 100_000 } as const;

/** Rounds of people's answers that go before one of a sweep, at most. */
const mostBefore = 16;

/** Milliseconds after a call for somebody who waits during which more are to be expected. */
const recentMs = 1_000;

/** What has arrived and is not worked on yet: one for all directories, since they share this process. */
export class Arrivals {
  readonly #clock: Clock;
  /** Of the bulk lane apart: what a person waits for does not wait for these. */
  readonly #rounds: { readonly prompt: Round[]; readonly bulk: Round[] } = { prompt: [], bulk: [] };
  #isBulkMoving = false;
  #wentBefore = 0;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Somebody asks who waits for the answer: sweeps are considerate for a while. */
  asked(): void {
    this.#askedAt = this.#clock.monotonic();
  }

  /**
   * Resolves when what has arrived on all sockets by now was taken in. Taking in an answer frees a place for the next call, and
   * that call leaves at once; what is done with the answer (parsing, mapping, resolving) waits until the others have left too.
   * With sixty-four calls in flight this keeps the provider busy while this process is. Large answers that arrive together are worked
   * off a few at a time, so that nobody else goes unheard until the last of them is.
   */
  after(lane: Lane, bytes: number): Promise<void> {
    const kind = lane === 'bulk' ? 'bulk' : 'prompt';
    const line = this.#rounds[kind];
    let last = line.at(-1);
    if (last === undefined || last.bytes + bytes > mostBytes[kind]) {
      last = nextRound();
      line.push(last);
      if (kind === 'bulk' && !this.#isBulkMoving) this.#moveBulk();
      if (kind === 'prompt' && line.length === 1) whenCallsHaveLeft(() => this.#beginPrompt());
    }
    last.bytes += bytes;
    return last.begun;
  }

  #beginPrompt(): void {
    const round = this.#rounds.prompt.shift();
    // One that is asked for within an immediate comes after what has arrived until then.
    if (this.#rounds.prompt.length > 0) whenCallsHaveLeft(() => this.#beginPrompt());
    round?.begin();
  }

  #moveBulk(): void {
    this.#isBulkMoving = true;
    whenCallsHaveLeft(() => this.#beginBulk());
  }

  /** While people wait for answers, a sweep's work takes no more than half of the time. */
  #beginBulk(): void {
    if (this.#rounds.prompt.length > 0 && this.#wentBefore < mostBefore) {
      this.#wentBefore += 1;
      this.#moveBulk();
      return;
    }
    this.#wentBefore = 0;
    const round = this.#rounds.bulk.shift();
    const began = this.#clock.monotonic();
    if (began - this.#askedAt < recentMs)
      setImmediate(() => this.#clock.after(this.#clock.monotonic() - began, () => this.#goOnWithBulk()));
    else this.#goOnWithBulk();
    round?.begin();
  }

  #goOnWithBulk(): void {
    if (this.#rounds.bulk.length > 0) this.#moveBulk();
    else this.#isBulkMoving = false;
  }
}

/** Those of a process, which has one clock; of a test that has another, its own. */
export const arrivalsBy = onceFor((clock: Clock) => new Arrivals(clock));

/**
 * undici writes to a connection that was used before in an immediate of its own, so that it sees first whether the server has closed it.
 * Those immediates were asked for after this one: only the next ones come after them.
 */
function whenCallsHaveLeft(run: () => void): void {
  setImmediate(() => setImmediate(run));
}

function nothing(): void {}

function nextRound(): Round {
  let begin = nothing;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  return { bytes: 0, begun, begin };
}
