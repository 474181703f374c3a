import type { Backlog } from './backlog.ts';

/** What a source of news is given to tell them by. */
export interface Teller<T> {
  readonly tell: (news: T) => void;
  /** Nothing more comes; what waits is still given out. */
  readonly end: () => void;
  /** The same, and whoever listens is told why. */
  readonly fail: (error: unknown) => void;
}

export interface LiveFeedOptions<T> {
  /** Begins to listen; answers how to hear no more. */
  readonly watch: (teller: Teller<T>) => () => void;
  /** What becomes of news that come faster than they are fetched. */
  readonly backlog: Backlog<T>;
  /** Called once, when nobody listens any more. */
  readonly onEnd: () => void;
  readonly signal: AbortSignal | undefined;
  /** Why the listener may hear no more; null: it may. Asked before each news, and from time to time. Default: it always may. */
  readonly refusal?: () => Error | null;
}

/** So often a feed that has no news finds out whether its listener may still be there, in milliseconds. */
export const refusalAskedMs = 30_000;

type Turn<T> = IteratorResult<T, undefined>;

interface Waiting<T> {
  readonly resolve: (turn: Turn<T>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What a subscription gives out: news as they come, to the end of the source or of the listener, never more of them in memory
 * than the backlog holds. Written as an object rather than a generator: a generator that waits cannot be left before its wait
 * is over.
 */
export class LiveFeed<T> implements AsyncIterableIterator<T, undefined> {
  readonly #backlog: Backlog<T>;
  readonly #onEnd: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly #leave: () => void;
  readonly #aborted = (): void => this.#end();
  readonly #refusal: () => Error | null;
  readonly #asking: NodeJS.Timeout;
  #failure: { readonly error: unknown } | null = null;
  #isOver = false;
  #waiting: Waiting<T>[] = [];

  constructor({ watch, backlog, onEnd, signal, refusal }: LiveFeedOptions<T>) {
    this.#backlog = backlog;
    this.#onEnd = onEnd;
    this.#signal = signal;
    this.#refusal = refusal ?? (() => null);
    this.#asking = setInterval(() => this.#askRefusal(), refusalAskedMs).unref();
    let leave: (() => void) | null = null;
    // A source may tell, and end, while it is being watched for the first time.
    this.#leave = () => leave?.();
    signal?.addEventListener('abort', this.#aborted);
    leave = watch({
      tell: (news) => this.#hear(news),
      end: () => this.#end(),
      fail: (error) => this.#fail(error),
    });
    if (this.#isOver) leave();
    if (signal?.aborted === true) this.#end();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Turn<T>> {
    this.#askRefusal();
    const waiting = this.#backlog.take();
    if (waiting !== null) return { done: false, value: waiting.news };
    if (this.#failure !== null) {
      const { error } = this.#failure;
      this.#failure = null;
      throw error;
    }
    if (this.#isOver) return over();
    return await new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async return(): Promise<Turn<T>> {
    this.#backlog.clear();
    this.#failure = null;
    this.#end();
    return over();
  }

  #hear(news: T): void {
    // What only waits is asked about when it is fetched.
    if (this.#waiting.length > 0) this.#askRefusal();
    if (this.#isOver) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) waiting.resolve({ done: false, value: news });
    else if (!this.#backlog.put(news)) this.#fail(this.#backlog.refusal());
  }

  #askRefusal(): void {
    const error = this.#refusal();
    if (error === null) return;
    this.#backlog.clear();
    this.#fail(error);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = { error };
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#asking);
    this.#leave();
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#onEnd();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve, reject } of waiting) {
      const failure = this.#failure;
      this.#failure = null;
      if (failure === null) resolve(over());
      else reject(failure.error);
    }
  }
}

function over(): { readonly done: true; readonly value: undefined } {
  return { done: true, value: undefined };
}
