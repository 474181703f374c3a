const tickMs = 20;
/** A tick that is later than this was held up by work of our own. */
const lateMs = 50;
/** For so long after it, answers that came meanwhile are still being read. */
const recoveryMs = 250;

/**
 * Notices when this process was too busy to hear anybody: what looks like another's silence may then be its own. It ticks only while
 * somebody asks.
 */
export class StallWatch {
  #watchers = 0;
  #timer: NodeJS.Timeout | null = null;
  #lastTick = 0;
  #lastStall = Number.NEGATIVE_INFINITY;

  /** Answers what ends the watching. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#timer === null) {
      this.#lastTick = Date.now();
      this.#timer = setInterval(() => this.#tick(), tickMs);
      this.#timer.unref();
    }
    return () => {
      this.#watchers -= 1;
      if (this.#watchers > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  /** From when on a silence of others can be believed again; in the past: it can. */
  get recoveredAt(): number {
    this.#tick();
    return this.#lastStall + recoveryMs;
  }

  #tick(): void {
    const now = Date.now();
    if (now - this.#lastTick > tickMs + lateMs) this.#lastStall = now;
    this.#lastTick = now;
  }
}
