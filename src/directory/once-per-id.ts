import type { CostMeter } from './cost-meter.ts';

/** One question by id; asked once however often it is repeated in the request. */
export interface Loader<T> {
  load(id: string): Promise<T>;
  /** The same for what is sure to be asked for later: it does not count as asked, and its failure is told to whoever asks. */
  begin(id: string): void;
  /** What a list has just shown needs no call any more. */
  prime(id: string, value: T): void;
  /** After a change: the next question goes to the provider. */
  clear(id: string): void;
}

/** A question that the provider answers for one id at a time, so that there is nothing to wait for before it is asked. */
export class OncePerId<T> implements Loader<T> {
  readonly #meter: CostMeter;
  readonly #read: (id: string) => Promise<T>;
  /** Made when it is needed: one request asks few of the questions that there are. */
  #answers: Map<string, Promise<T>> | null = null;
  /** What lists have shown: without a promise each, since hardly any of them is asked for. */
  #shown: Map<string, T> | null = null;

  constructor(meter: CostMeter, read: (id: string) => Promise<T>) {
    this.#meter = meter;
    this.#read = read;
  }

  load(id: string): Promise<T> {
    this.#meter.asked();
    return this.#answer(id);
  }

  begin(id: string): void {
    this.#answer(id).catch(() => {});
  }

  prime(id: string, value: T): void {
    if (this.#answers?.has(id) === true) return;
    this.#shown ??= new Map();
    if (!this.#shown.has(id)) this.#shown.set(id, value);
  }

  clear(id: string): void {
    this.#answers?.delete(id);
    this.#shown?.delete(id);
  }

  #answer(id: string): Promise<T> {
    this.#answers ??= new Map();
    let answer = this.#answers.get(id);
    if (answer === undefined) this.#answers.set(id, (answer = this.#shownAs(id) ?? this.#read(id)));
    return answer;
  }

  #shownAs(id: string): Promise<T> | null {
    return this.#shown?.has(id) === true ? Promise.resolve(this.#shown.get(id) as T) : null;
  }
}
