import { UpstreamError } from '../upstream/upstream-error.ts';

/** One part of an action that has several. */
export interface Step {
  /** Stable: `enable-mfa`. */
  readonly name: string;
  /**
   * DONE: it took effect. ALREADY: it was so. SKIPPED: it was not possible or not needed here; `message` says why.
   * FAILED: it did not take effect, or nobody knows. UNDONE: it took effect, and was taken back because a later one failed.
   */
  readonly outcome: 'DONE' | 'ALREADY' | 'SKIPPED' | 'FAILED' | 'UNDONE';
  readonly message: string | null;
}

/** Keeps how each part of an action ended, in their order. */
export class Steps {
  readonly #steps: Step[] = [];

  get all(): readonly Step[] {
    return [...this.#steps];
  }

  note(name: string, outcome: Step['outcome'], message: string | null = null): void {
    this.#steps.push({ name, outcome, message });
  }

  /** What was done before is taken back. */
  undone(name: string): void {
    const at = this.#steps.findLastIndex((step) => step.name === name);
    const step = this.#steps[at];
    if (step !== undefined) this.#steps[at] = { ...step, outcome: 'UNDONE' };
  }

  /** What had failed was done at another try; it keeps its place in the order. */
  done(name: string): void {
    const at = this.#steps.findLastIndex((step) => step.name === name);
    const step = this.#steps[at];
    if (step !== undefined) this.#steps[at] = { ...step, outcome: 'DONE', message: null };
  }

  /** Runs one part and notes how it ended; its error goes on to the caller. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.note(name, 'DONE');
      return result;
    } catch (error) {
      this.note(name, 'FAILED', error instanceof UpstreamError ? error.message : 'the gateway failed');
      throw error;
    }
  }
}
