const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hex = (byte: number): string => HEX[byte & 0xff] ?? '';

const word = (bits: number): string => hex(bits >>> 24) + hex(bits >>> 16) + hex(bits >>> 8) + hex(bits);

/** Four well-mixed words from a text: FNV-1a over its characters, each word with a different start. */
function mix(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x85ebca77);
    words[2] = Math.imul(words[2] ^ code, 0xc2b2ae3d);
    words[3] = Math.imul(words[3] ^ code, 0x27d4eb2f);
  }
  return words;
}

/**
 * A repeatable source of chance (the sfc32 generator, 128 bits of state).
 * Every part of the tenant draws from a stream of its own, named by a label, so that one more application doesn't give everybody another name.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count: number;

  constructor(seed: number, label: string) {
    [this.#a, this.#b, this.#c, this.#count] = mix(`${seed}/${label}`);
    for (let round = 0; round < 16; round += 1) this.bits();
  }

  /** 32 bits, as an unsigned number. */
  bits(): number {
    const out = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** From `from` up to, but not including, `to`; not rounded. */
  between(from: number, to: number): number {
    return from + this.fraction() * (to - from);
  }

  chance(share: number): boolean {
    return this.fraction() < share;
  }

  /** One of the items. Throws a RangeError when there are none. */
  pick<T>(items: readonly T[]): T {
    const index = this.below(items.length);
    if (index >= items.length) throw new RangeError('expected a list to pick from, received an empty one');
    return items[index] as T;
  }

  /** `count` different items (all of them when there are fewer), in the order drawn. */
  sample<T>(items: readonly T[], count: number): T[] {
    if (count >= items.length) return [...items];
    const chosen = new Set<T>();
    while (chosen.size < count) chosen.add(this.pick(items));
    return [...chosen];
  }

  /** The numbers 0 to `size` - 1, shuffled. */
  permutation(size: number): Uint32Array {
    const order = Uint32Array.from({ length: size }, (_, index) => index);
    for (let last = size - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const held = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = held;
    }
    return order;
  }

  /** A UUID of version 4 in form, drawn from the seed in fact. */
  uuid(): string {
    const second = word((this.bits() & 0xffff0fff) | 0x4000);
    const third = word((this.bits() & 0x3fffffff) | 0x80000000);
    return `${word(this.bits())}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${word(this.bits())}`;
  }

  /** `words` groups of eight hexadecimal digits: made-up secrets and serial numbers. */
  hex(words: number): string {
    let text = '';
    for (let at = 0; at < words; at += 1) text += word(this.bits());
    return text;
  }
}
