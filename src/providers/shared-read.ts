import type { CallContext } from '../upstream/call.ts';
import type { Clock } from '../upstream/clock.ts';
import { onAbort } from '../upstream/on-abort.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';

interface Flight<T> {
  readonly value: Promise<T>;
  /** By the monotonic clock. */
  readonly begunAt: number;
  isUnderWay: boolean;
}

/**
 * A small collection that many ask for at about the same time: read once for all of them. It goes on when the one who began it goes
 * away; when that one runs out of time, one of those who still wait begins again. A failure is kept for nobody.
 */
export class SharedRead<T> {
  readonly #directory: string;
  readonly #load: (context: CallContext) => Promise<T>;
  readonly #clock: Clock;
  #flight: Flight<T> | null = null;

  /** @param directory its key, which the errors name. */
  constructor(directory: string, load: (context: CallContext) => Promise<T>, clock: Clock) {
    this.#directory = directory;
    this.#load = load;
    this.#clock = clock;
  }

  /**
   * @param maxAgeMs how long ago what is answered may have begun to be read.
   * @param joinMs the same of a read that is still under way.
   * @throws {UpstreamError} what the read throws; `CANCELLED` or `TIMED_OUT` when the caller goes away or its deadline passes before.
   */
  async read(context: CallContext, maxAgeMs: number, joinMs = maxAgeMs): Promise<T> {
    for (;;) {
      const flight = this.#flight;
      if (flight === null || this.#ageOf(flight) >= (flight.isUnderWay ? joinMs : maxAgeMs))
        return await this.#start(context);
      try {
        return await this.#within(flight.value, context);
      } catch (error) {
        if (!endedWithItsStarter(error) || isOver(context, this.#clock)) throw error;
      }
    }
  }

  /** Something changed it: what was read before counts no more, a read under way included. */
  forget(): void {
    this.#flight = null;
  }

  #ageOf({ begunAt }: Flight<T>): number {
    return this.#clock.monotonic() - begunAt;
  }

  #start(context: CallContext): Promise<T> {
    const { signal: _ofStarter, ...lasting } = context;
    const begunAt = this.#clock.monotonic();
    const value = this.#load(lasting);
    const flight: Flight<T> = { value, begunAt, isUnderWay: true };
    this.#flight = flight;
    void value
      .catch(() => {
        if (this.#flight === flight) this.#flight = null;
      })
      .finally(() => {
        flight.isUnderWay = false;
      });
    return this.#within(value, context);
  }

  /** Waits no longer than the caller itself stays. */
  #within(value: Promise<T>, context: CallContext): Promise<T> {
    const { signal, deadline } = context;
    const clock = this.#clock;
    return new Promise((resolve, reject) => {
      const ends: (() => void)[] = [];
      if (signal !== undefined)
        ends.push(onAbort(signal, () => reject(gone('CANCELLED', this.#directory, context))));
      if (deadline !== undefined)
        ends.push(
          clock.after(deadline - clock.now(), () => reject(gone('TIMED_OUT', this.#directory, context))),
        );
      value
        .finally(() => {
          for (const end of ends) end();
        })
        .then(resolve, reject);
    });
  }
}

function gone(
  code: 'CANCELLED' | 'TIMED_OUT',
  directory: string,
  { transactionId }: CallContext,
): UpstreamError {
  const message = `${directory}: the shared read of a collection took longer than its caller could wait.`;
  return new UpstreamError({ code, message, directory, route: 'shared read', transactionId });
}

function endedWithItsStarter(error: unknown): boolean {
  return error instanceof UpstreamError && (error.code === 'TIMED_OUT' || error.code === 'CANCELLED');
}

function isOver({ signal, deadline }: CallContext, clock: Clock): boolean {
  return signal?.aborted === true || (deadline !== undefined && deadline <= clock.now());
}
