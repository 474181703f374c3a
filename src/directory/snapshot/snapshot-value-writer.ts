import { Lately } from '../compact/lately.ts';
import { others, tag } from './snapshot-tags.ts';

/** Longer text or values are written out each time: they hardly come twice, and would have to be remembered. */
const longestShared = 1_000;
/** Characters of lately seen values that are remembered, twice over. */
const remembered = 1_000_000;
/** Values with a number, at most; more are written out. */
const mostNumbers = 1_000_000;
/** Shapes that begin with the same member. Members may be named by whoever fills them in: then there would be no end to shapes. */
const shapesAlike = 16;
const mostFirstMembers = 1_000;

interface Shape {
  readonly names: readonly string[];
  readonly number: number;
}

/**
 * Writes plain values (what JSON has, and dates) as JSON text, so that what comes again is written once: a snapshot is full of the
 * same words, moments and facts. `ValueReader` makes one value of each, so that they also take their memory once.
 */
export class ValueWriter {
  readonly #shapes = new Map<string, Shape[]>();
  readonly #numberOfString = new Map<string, number>();
  readonly #numberOfText = new Map<string, number>();
  readonly #numberOfObject = new WeakMap<object, number>();
  readonly #seenStrings = new Lately(remembered);
  readonly #seenTexts = new Lately(remembered);
  readonly #announced = new Set<string>();
  #numbers = 0;
  #shapeCount = 0;

  /** Has a text numbered when it is first written: it is known that it comes again, maybe far away. */
  announce(value: string): void {
    this.#announced.add(value);
  }

  /** @throws {TypeError} for what is not plain: a function, a symbol, an instance of a class. */
  text(value: unknown): string {
    if (typeof value === 'string') return this.#string(value);
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'object') return this.#shared(value);
    if (typeof value === 'number' || value === undefined) return numberText(value);
    throw notPlain(typeof value);
  }

  /** The same of an object that is surely the only one of its kind: whether it is, is not looked up. */
  row(value: object): string {
    if (value instanceof Date) return `[${tag.date},${JSON.stringify(value.getTime())}]`;
    if (Array.isArray(value)) return `[${tag.list}${this.#list(value)}]`;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw notPlain(`an instance of ${value.constructor.name}`);
    }
    return this.#object(value);
  }

  #string(value: string): string {
    if (value === '') return '""';
    const number = this.#numberOfString.get(value);
    if (number !== undefined) return String(number);
    if (!this.#announced.delete(value) && !this.#comesAgain(value, this.#seenStrings)) {
      return JSON.stringify(value);
    }
    this.#numberOfString.set(value, this.#numbers++);
    return `[${tag.definition},${JSON.stringify(value)}]`;
  }

  #shared(value: object): string {
    const known = this.#numberOfObject.get(value);
    if (known !== undefined) return String(known);
    const before = this.#numbers + this.#shapeCount;
    const text = this.row(value);
    // What defines something within itself can stand only where it does.
    if (before !== this.#numbers + this.#shapeCount) return text;
    const number = this.#numberOfText.get(text);
    if (number !== undefined) return String(number);
    if (!this.#comesAgain(text, this.#seenTexts)) return text;
    this.#numberOfObject.set(value, this.#numbers);
    this.#numberOfText.set(text, this.#numbers);
    this.#numbers += 1;
    return `[${tag.definition},${text}]`;
  }

  #comesAgain(text: string, seen: Lately): boolean {
    return text.length <= longestShared && this.#numbers < mostNumbers && seen.again(text);
  }

  #object(value: object): string {
    const names = Object.keys(value);
    const values: readonly unknown[] = Object.values(value);
    const alike = this.#alike(names[0] ?? '');
    const shape = alike?.find((other) => isSame(other.names, names));
    if (shape !== undefined) return `[${tag.shape + shape.number}${this.#list(values)}]`;
    if (alike === null || alike.length >= shapesAlike) {
      return `[${tag.object}${this.#list(Object.entries(value).flat())}]`;
    }
    alike.push({ names, number: this.#shapeCount });
    this.#shapeCount += 1;
    return `[${tag.firstOfShape},${JSON.stringify(names)}${this.#list(values)}]`;
  }

  /** Shapes that begin with this member; null: there are too many already. */
  #alike(first: string): Shape[] | null {
    const known = this.#shapes.get(first);
    if (known !== undefined) return known;
    if (this.#shapes.size >= mostFirstMembers) return null;
    const none: Shape[] = [];
    this.#shapes.set(first, none);
    return none;
  }

  #list(values: readonly unknown[]): string {
    let text = '';
    for (const value of values) text += `,${this.text(value)}`;
    return text;
  }
}

function isSame(some: readonly string[], more: readonly string[]): boolean {
  if (some.length !== more.length) return false;
  for (let index = 0; index < some.length; index += 1) if (some[index] !== more[index]) return false;
  return true;
}

function numberText(value: number | undefined): string {
  for (const [word, other] of others) if (Object.is(other, value)) return `[${tag.other},"${word}"]`;
  return `[${tag.number},${value}]`;
}

function notPlain(what: string): TypeError {
  return new TypeError(
    `A snapshot keeps text, numbers, booleans, dates, lists and plain objects; it was given something else: ${what}.`,
  );
}
