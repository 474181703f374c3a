import type { SearchEntry } from 'ldapts';

/** Values of an attribute that came in part: from the first to this place there are some, and there are more. */
interface Range {
  readonly attribute: string;
  /** Place of the first value that is missing. */
  readonly next: number;
}

/** `member;range=0-1499`, at the end `member;range=1500-*` (Active Directory, "Range Retrieval of Attribute Values"). */
const RANGED = /^([^;]+);range=(\d+)-(\d+|\*)$/i;

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** An entry as it came; names of attributes count in any case. Absent and empty are the same: LDAP has no empty attribute. */
export class Entry {
  readonly dn: string;
  /** Attributes of which the server sent a part only. */
  readonly partial: readonly Range[];
  readonly #values: ReadonlyMap<string, readonly Buffer[]>;

  constructor(dn: string, values: ReadonlyMap<string, readonly Buffer[]>, partial: readonly Range[] = []) {
    this.dn = dn;
    this.partial = partial;
    this.#values = values;
  }

  static of(found: SearchEntry): Entry {
    const values = new Map<string, Buffer[]>();
    const partial: Range[] = [];
    for (const attribute of found.attributes) {
      const ranged = RANGED.exec(attribute.type);
      const name = (ranged?.[1] ?? attribute.type).toLowerCase();
      // Asked for by its name, an attribute of many values comes a second time, with a range and without a value.
      values.set(name, [...(values.get(name) ?? []), ...attribute.parsedBuffers]);
      const last = ranged?.[3];
      if (last !== undefined && last !== '*') partial.push({ attribute: name, next: Number(last) + 1 });
    }
    return new Entry(found.name, values, partial);
  }

  /** With further values of some attributes, and nothing missing any more. */
  completed(further: ReadonlyMap<string, readonly Buffer[]>): Entry {
    const values = new Map(this.#values);
    for (const [name, more] of further) values.set(name, [...(values.get(name) ?? []), ...more]);
    return new Entry(this.dn, values);
  }

  has(name: string): boolean {
    return this.buffers(name).length > 0;
  }

  buffers(name: string): readonly Buffer[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }

  /** Values that are no text are left out. */
  texts(name: string): readonly string[] {
    return this.buffers(name).flatMap((value) => decoded(value) ?? []);
  }

  /** The first value. */
  text(name: string): string | null {
    return this.texts(name)[0] ?? null;
  }

  /** A whole number in decimals; null also for what is none. */
  whole(name: string): number | null {
    const text = this.text(name);
    if (text === null || !/^-?\d{1,15}$/.test(text)) return null;
    return Number(text);
  }

  /** `TRUE` or `FALSE` (RFC 4517, section 3.3.3). */
  flag(name: string): boolean | null {
    const text = this.text(name);
    if (text === 'TRUE') return true;
    return text === 'FALSE' ? false : null;
  }
}

/** Whether one of an attribute's values is this text, in any case. */
export function hasText(entry: Entry, attribute: string, text: string): boolean {
  const wanted = text.toLowerCase();
  return entry.texts(attribute).some((value) => value.toLowerCase() === wanted);
}

function decoded(value: Buffer): string | null {
  try {
    return UTF_8.decode(value);
  } catch {
    return null;
  }
}
