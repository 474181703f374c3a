import { type ExportPart, isRead } from './export-part.ts';
import type { ExportName } from './export-request.ts';

interface Held {
  readonly name: ExportName;
  readonly parts: readonly ExportPart[];
  readonly until: number;
}

/** When the snapshots of parts were taken, up to a directory and with it. */
export function takenAtOf(parts: readonly ExportPart[], upTo: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    parts
      .filter(({ key }) => key <= upTo)
      .map((part) => [part.key, isRead(part) ? part.sweep.takenAt.getTime() : 0]),
  );
}

/** Whether parts are of the moments that a cursor names. */
export function areOf(
  parts: readonly ExportPart[],
  directory: string,
  takenAt: Readonly<Record<string, number>>,
): boolean {
  const own = Object.entries(takenAtOf(parts, directory));
  return own.length === Object.keys(takenAt).length && own.every(([key, at]) => takenAt[key] === at);
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

  /** Null: none of these directories at these moments is held. */
  find(
    name: ExportName,
    directories: readonly string[],
    directory: string,
    takenAt: Readonly<Record<string, number>>,
  ): readonly ExportPart[] | null {
    this.#forget();
    const found = this.#held.find(
      (held) =>
        held.name === name &&
        held.parts.length === directories.length &&
        held.parts.every(({ key }) => directories.includes(key)) &&
        areOf(held.parts, directory, takenAt),
    );
    return found?.parts ?? null;
  }

  #forget(): void {
    this.#held = this.#held.filter(({ until }) => this.#now() < until);
  }
}
