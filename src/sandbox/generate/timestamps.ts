const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));

/**
 * Moments as PingOne writes them: RFC 3339, UTC, milliseconds.
 * A large tenant has a million of them on a few thousand days, so the days are kept: several times faster than `toISOString`.
 */
export class Timestamps {
  readonly #days = new Map<number, string>();

  /** @param at Whole milliseconds since the epoch. */
  format(at: number): string {
    const day = Math.floor(at / DAY_MS);
    const inDay = at - day * DAY_MS;
    const hour = Math.floor(inDay / HOUR_MS);
    const minute = two[Math.floor(inDay / 60_000) % 60] ?? '';
    const second = two[Math.floor(inDay / 1000) % 60] ?? '';
    // Two halves of twelve characters: a longer text would be put together lazily, piece by piece, whenever it is read first.
    const first = `${this.#day(day)}${Math.floor(hour / 10)}`;
    const last = `${hour % 10}:${minute}:${second}.${three[inDay % 1000] ?? ''}Z`;
    return first + last;
  }

  /** `2026-03-02T`, for a number of days since the epoch. */
  #day(number: number): string {
    let text = this.#days.get(number);
    if (text === undefined) {
      text = new Date(number * DAY_MS).toISOString().slice(0, 11);
      this.#days.set(number, text);
    }
    return text;
  }
}
