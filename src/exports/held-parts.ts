import type { Position } from './cursor.ts';
import { type ExportPart, isRead } from './export-part.ts';
import type { ExportName } from './export-request.ts';

interface Held {
  readonly name: ExportName;
  readonly parts: readonly ExportPart[];
  readonly until: number;
}

/** What parts hold, up to a directory and with it; of one that could not be read: nothing. */
export function contentsUpTo(parts: readonly ExportPart[], upTo: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parts.filter(({ key }) => key <= upTo).map((part) => [part.key, isRead(part) ? part.contents : '']),
  );
}

/** Whether parts hold what a position speaks of. */
export function areOf(
  parts: readonly ExportPart[],
  { directory, contents }: Pick<Position, 'directory' | 'contents'>,
): boolean {
  const own = Object.entries(contentsUpTo(parts, directory));
  return own.length === Object.keys(contents).length && own.every(([key, held]) => contents[key] === held);
}

/** What exports stood on that were cut off, for a while: their readers can go on over the same snapshot though there is a newer one. */
export class HeldParts {
  readonly #most: number;
  readonly #forMs: number;
  readonly #now: () => number;
  #held: readonly Held[] = [];

  constructor({
    most,
    forMs,
    now,
  }: {
    readonly most: number;
    readonly forMs: number;
    readonly now: () => number;
  }) {
    this.#most = most;
    this.#forMs = forMs;
    this.#now = now;
  }

  hold(name: ExportName, parts: readonly ExportPart[]): void {
    this.#forget();
    const others = this.#held.filter((held) => held.parts !== parts);
    this.#held = [{ name, parts, until: this.#now() + this.#forMs }, ...others].slice(0, this.#most);
    // Nobody may ask any more: what is not needed is not kept in memory either.
    setTimeout(() => this.#forget(), this.#forMs + 1).unref();
  }

  /** Null: what a position in an export of these directories speaks of is not held. */
  find(name: ExportName, directories: readonly string[], position: Position): readonly ExportPart[] | null {
    this.#forget();
    const found = this.#held.find(
      (held) =>
        held.name === name &&
        held.parts.length === directories.length &&
        held.parts.every(({ key }) => directories.includes(key)) &&
        areOf(held.parts, position),
    );
    return found?.parts ?? null;
  }

  #forget(): void {
    this.#held = this.#held.filter(({ until }) => this.#now() < until);
  }
}
