import { Turns } from '../upstream/turns.ts';

/**
 * Lets those go on who waited for the same thing, one after the other and in turns with whatever else there is to do: when an index
 * over everybody is there, thousands of subjects that needed it would otherwise be judged in one go.
 */
export class InLine {
  readonly #turns = new Turns();
  #waiting: (() => void)[] = [];
  #isMoving = false;

  /** To be awaited directly: the next one goes on when what follows the `await` has come to its own next one. */
  place(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#isMoving) void this.#move();
    });
  }

  async #move(): Promise<void> {
    this.#isMoving = true;
    while (this.#waiting.length > 0) {
      const some = this.#waiting;
      this.#waiting = [];
      for (const goOn of some) {
        goOn();
        // What follows its `await` comes first.
        await Promise.resolve();
        if (this.#turns.isOver) await this.#turns.pause();
      }
    }
    this.#isMoving = false;
  }
}
