const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Moments as PingOne writes them: RFC 3339, UTC, milliseconds.
 * A large tenant has a million of them on a few thousand days, so the parts are kept: several times faster than `toISOString`.
 */
export class Timestamps {
  readonly #days = new Map<number, string>();
  readonly #minutes: string[] = [];
  readonly #rests: string[] = [];

  /** @param at Whole milliseconds since the epoch. */
  format(at: number): string {
    const day = Math.floor(at / DAY_MS);
    const inDay = at - day * DAY_MS;
    const minute = Math.floor(inDay / MINUTE_MS);
    return this.day(day) + this.#minute(minute) + this.#rest(inDay - minute * MINUTE_MS);
  }

  /** `2026-03-02T`, for a number of days since the epoch. */
  day(number: number): string {
    let text = this.#days.get(number);
    if (text === undefined) {
      text = new Date(number * DAY_MS).toISOString().slice(0, 11);
      this.#days.set(number, text);
    }
    return text;
  }

  #minute(number: number): string {
    return (this.#minutes[number] ??= new Date(number * MINUTE_MS).toISOString().slice(11, 17));
  }

  #rest(milliseconds: number): string {
    return (this.#rests[milliseconds] ??= `${(milliseconds / 1000).toFixed(3).padStart(6, '0')}Z`);
  }
}
