/**
 * Gathers what is asked for while the work before is under way, and does it in one go. The first is not kept waiting; those
 * behind it share one transaction.
 */
export class Batches<Item, Answer> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #max: number;
  #waiting: Waiting<Item, Answer>[] = [];
  #busy = false;

  /** `work` answers each item, in their order; when it rejects, so does each of its items. */
  constructor(work: (items: readonly Item[]) => Promise<readonly Answer[]>, max: number) {
    this.#work = work;
    this.#max = max;
  }

  /** Whether anything is under way or waits. */
  get busy(): boolean {
    return this.#busy;
  }

  async add(item: Item): Promise<Answer> {
    return await new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    // Whoever asks in the same turn comes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#max);
      try {
        const answers = await this.#work(batch.map(({ item }) => item));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index];
          if (answer === undefined)
            reject(new Error(`Expected ${batch.length} answers, received ${answers.length}.`));
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#busy = false;
  }
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}
