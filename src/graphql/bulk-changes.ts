import { type BulkOperation, hasEnded } from '../actions/bulk/bulk-operation.ts';
import type { BulkListener } from '../actions/bulk/bulk-watch.ts';

export interface ChangesOptions {
  /** Begins to listen; answers how to hear no more. */
  readonly watch: (listener: BulkListener) => () => void;
  /** Called once, when nobody listens any more. */
  readonly onEnd: () => void;
  readonly signal: AbortSignal | undefined;
}

type Turn = IteratorResult<BulkOperation, undefined>;

const OVER: Turn = { done: true, value: undefined };

/**
 * An operation as it is now and whenever it has come further, to its end. Whoever is slower than the operation gets its newest
 * state only. Written as an object rather than a generator: a generator that waits cannot be left before its wait is over.
 */
export class BulkChanges implements AsyncIterableIterator<BulkOperation, undefined> {
  readonly #onEnd: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly #leave: () => void;
  readonly #aborted = (): void => this.#end();
  #told = '';
  #newest: BulkOperation | null = null;
  #failure: { readonly error: unknown } | null = null;
  #isOver = false;
  #waiting: { readonly resolve: (turn: Turn) => void; readonly reject: (error: unknown) => void }[] = [];

  constructor({ watch, onEnd, signal }: ChangesOptions) {
    this.#onEnd = onEnd;
    this.#signal = signal;
    this.#leave = watch({
      heard: (operation) => this.#hear(operation),
      failed: (error) => {
        this.#failure = { error };
        this.#end();
      },
    });
    signal?.addEventListener('abort', this.#aborted);
    if (signal?.aborted === true) this.#end();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Turn> {
    if (this.#newest !== null) {
      const value = this.#newest;
      this.#newest = null;
      return { done: false, value };
    }
    if (this.#failure !== null) {
      const { error } = this.#failure;
      this.#failure = null;
      throw error;
    }
    if (this.#isOver) return OVER;
    return await new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async return(): Promise<Turn> {
    this.#newest = null;
    this.#failure = null;
    this.#end();
    return OVER;
  }

  #hear(operation: BulkOperation | null): void {
    if (this.#isOver) return;
    if (operation === null) return this.#end();
    const progress = progressOf(operation);
    if (progress !== this.#told) {
      this.#told = progress;
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#newest = operation;
      else waiting.resolve({ done: false, value: operation });
    }
    if (hasEnded(operation)) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#leave();
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#onEnd();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve, reject } of waiting) {
      const failure = this.#failure;
      this.#failure = null;
      if (failure === null) resolve(OVER);
      else reject(failure.error);
    }
  }
}

function progressOf({ state, counts, passesAt }: BulkOperation): string {
  return JSON.stringify([state, counts, passesAt]);
}
