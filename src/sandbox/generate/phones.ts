/**
 * Hands out phone numbers, each once, in the form +1 NPA 555 01xx: the range kept free for fiction.
 * Beyond 80,000 numbers the last two digits run over its end; nothing is ever sent to them.
 */
export class Phones {
  #given = 0;

  next(): string {
    const area = 200 + (this.#given % 800);
    const line = 100 + Math.floor(this.#given / 800);
    this.#given += 1;
    return `+1${area}555${String(line).padStart(4, '0')}`;
  }
}
