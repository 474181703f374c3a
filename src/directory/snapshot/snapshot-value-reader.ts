import { others, tag } from './snapshot-tags.ts';

/** What a snapshot should hold, and what it does: it cannot be used. */
export class DamagedSnapshot extends Error {
  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.name = 'DamagedSnapshot';
  }
}

interface Shape {
  readonly names: readonly string[];
  /** A copy of it has room for its members and no more, which one that grows has not. */
  readonly blank: Readonly<Record<string, unknown>>;
}

/** Makes values again of what a `ValueWriter` wrote, in the same order. Those that are equal are one and the same. */
export class ValueReader {
  readonly #values: unknown[] = [];
  readonly #shapes: Shape[] = [];
  readonly #strings = new Map<string, string>();

  /** Forgets the texts that were not numbered: a name that stands twice in a row of a list stands there closely together. */
  endOfLine(): void {
    this.#strings.clear();
  }

  /** @throws {DamagedSnapshot} */
  value(written: unknown): unknown {
    if (typeof written === 'string') return this.#string(written);
    if (typeof written === 'number') return this.#numbered(written);
    if (!Array.isArray(written)) return written;
    const [first, second]: readonly unknown[] = written;
    switch (first) {
      case tag.list:
        return this.#rest(written, 1);
      case tag.number:
        return second;
      case tag.date:
        return new Date(typeof second === 'number' ? second : Number.NaN);
      case tag.definition: {
        const value = this.value(second);
        this.#values.push(value);
        return value;
      }
      case tag.firstOfShape:
        return this.#object(this.#newShape(second), written, 2);
      case tag.object:
        return Object.fromEntries(this.#pairs(written));
      case tag.other:
        return others.get(String(second));
      default:
        return this.#object(this.#shapes[Number(first) - tag.shape], written, 1);
    }
  }

  #string(written: string): string {
    const same = this.#strings.get(written);
    if (same !== undefined) return same;
    this.#strings.set(written, written);
    return written;
  }

  #numbered(number: number): unknown {
    if (number in this.#values) return this.#values[number];
    throw new DamagedSnapshot('a value that was defined before', `the number ${number}`);
  }

  #rest(written: readonly unknown[], from: number): unknown[] {
    const values: unknown[] = Array.from({ length: written.length - from });
    for (let index = from; index < written.length; index += 1) {
      values[index - from] = this.value(written[index]);
    }
    return values;
  }

  #newShape(names: unknown): Shape {
    if (!isListOfNames(names)) throw new DamagedSnapshot('the names of members', typeof names);
    // Names that were read from text are the same strings in every object.
    const text = `{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`;
    const blank: Readonly<Record<string, unknown>> = JSON.parse(text);
    const shape = { names: Object.keys(blank), blank };
    this.#shapes.push(shape);
    return shape;
  }

  #object(shape: Shape | undefined, written: readonly unknown[], from: number): unknown {
    if (shape?.names.length !== written.length - from) {
      throw new DamagedSnapshot(
        `an object of ${shape?.names.length ?? 'known'} members`,
        `${written.length - from} values`,
      );
    }
    const object = { ...shape.blank };
    for (const [index, name] of shape.names.entries()) object[name] = this.value(written[index + from]);
    return object;
  }

  #pairs(written: readonly unknown[]): [string, unknown][] {
    const pairs: [string, unknown][] = [];
    for (let index = 1; index < written.length; index += 2) {
      pairs.push([String(this.value(written[index])), this.value(written[index + 1])]);
    }
    return pairs;
  }
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
