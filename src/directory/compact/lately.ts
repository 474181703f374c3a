/** Tells what was seen a while ago, within a bounded memory: of two generations of texts the older one is forgotten. */
export class Lately {
  readonly #characters: number;
  #young = new Set<string>();
  #old: ReadonlySet<string> = new Set();
  #size = 0;

  /** @param characters that a generation holds. */
  constructor(characters: number) {
    this.#characters = characters;
  }

  /** Whether the text was seen before, as far as is remembered. Asking is seeing. */
  again(text: string): boolean {
    if (this.#young.has(text) || this.#old.has(text)) return true;
    this.#young.add(text);
    this.#size += text.length;
    if (this.#size > this.#characters) {
      this.#old = this.#young;
      this.#young = new Set();
      this.#size = 0;
    }
    return false;
  }
}
