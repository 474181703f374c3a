import { Random } from '../../generate/prng.ts';

/** Ids as Google writes them, the same for the same seed: people are long numbers, groups letters and digits. */
export class GoogleIds {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed, 'google workspace peer');
  }

  user(): string {
    return `1${this.#digits(20)}`;
  }

  role(): string {
    return `3${this.#digits(16)}`;
  }

  group(): string {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
    return `0${Array.from({ length: 14 }, () => letters[this.#random.below(letters.length)] ?? '0').join('')}`;
  }

  #digits(count: number): string {
    return Array.from({ length: count }, () => String(this.#random.below(10))).join('');
  }
}
