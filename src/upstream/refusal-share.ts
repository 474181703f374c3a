/** Refusals among the last calls that make a crowd: `most` of them, out of `calls`. */
interface Crowd {
  readonly calls: number;
  readonly most: number;
}

/** An empty bucket refuses nearly everything: told after a few calls. */
const sudden: Crowd = { calls: 16, most: 6 };
/** A rate a little above the allowed one is refused the difference; of 5 in a hundred by chance, 16 come together once in 10,000. */
const lasting: Crowd = { calls: 100, most: 16 };

/**
 * Tells refusals that come of our rate from those that come of something else (a gateway's node that restarts, a quota of
 * one object): the former come in a crowd, the latter are a small share of the calls, whatever the rate.
 * Where hardly anything is known yet, the share of what is known decides, so that a first call's refusal is a crowd.
 */
export class RefusalShare {
  readonly #refused: boolean[] = Array.from({ length: lasting.calls }, () => false);
  #calls = 0;
  #inLasting = 0;
  #inSudden = 0;

  add(refused: boolean): void {
    const at = this.#calls % lasting.calls;
    const leaving = (this.#calls - sudden.calls + lasting.calls) % lasting.calls;
    if (this.#calls >= sudden.calls && this.#refused[leaving] === true) this.#inSudden -= 1;
    if (this.#refused[at] === true) this.#inLasting -= 1;
    this.#refused[at] = refused;
    this.#calls += 1;
    if (!refused) return;
    this.#inSudden += 1;
    this.#inLasting += 1;
  }

  /** Whether the last calls were refused because there were too many. */
  get crowded(): boolean {
    const known = Math.min(1, this.#calls / sudden.calls);
    return this.#inSudden >= sudden.most * known || this.#inLasting >= lasting.most;
  }

  /** Another rate: what was refused at the former says nothing of it. */
  reset(): void {
    this.#refused.fill(false);
    this.#calls = 0;
    this.#inLasting = 0;
    this.#inSudden = 0;
  }
}
