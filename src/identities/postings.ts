/** Numbers by text. Most texts have one number: those cost no list. */
export class Postings {
  readonly #numbers = new Map<string, number | number[]>();

  get(text: string): readonly number[] {
    const held = this.#numbers.get(text);
    if (held === undefined) return nobody;
    return typeof held === 'number' ? [held] : held;
  }

  count(text: string): number {
    const held = this.#numbers.get(text);
    return held === undefined ? 0 : typeof held === 'number' ? 1 : held.length;
  }

  add(text: string, number: number): void {
    const held = this.#numbers.get(text);
    if (held === undefined) this.#numbers.set(text, number);
    else if (typeof held === 'number') this.#numbers.set(text, [held, number]);
    else held.push(number);
  }

  remove(text: string, number: number): void {
    const held = this.#numbers.get(text);
    if (held === number) this.#numbers.delete(text);
    if (typeof held !== 'object') return;
    const at = held.indexOf(number);
    if (at < 0) return;
    // The order says nothing: the last one takes the place.
    const last = held.pop();
    if (at < held.length && last !== undefined) held[at] = last;
    const [only] = held;
    if (held.length === 1 && only !== undefined) this.#numbers.set(text, only);
  }
}

const nobody: readonly number[] = [];
