/** A name and its value within a DN, the value without its escapes. */
interface Part {
  readonly type: string;
  readonly value: string;
}

/** Further names of the types that make up DNs (RFC 4514, section 3; RFC 4519, section 2). */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['commonname', 'cn'],
  ['2.5.4.3', 'cn'],
  ['organizationname', 'o'],
  ['2.5.4.10', 'o'],
  ['organizationalunitname', 'ou'],
  ['2.5.4.11', 'ou'],
  ['domaincomponent', 'dc'],
  ['0.9.2342.19200300.100.1.25', 'dc'],
  ['userid', 'uid'],
  ['0.9.2342.19200300.100.1.1', 'uid'],
  ['countryname', 'c'],
  ['2.5.4.6', 'c'],
]);

/** Bytes of UTF-8, each as two digits. */
function hexOf(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}

/** A value as a DN writes it (RFC 4514, section 2.4). */
export function escapeDnValue(value: string): string {
  const escaped = value.replaceAll(/["+,;<>\\=]/g, '\\$&').replaceAll(/\p{Cc}/gu, (char) => hexOf(char));
  const led = escaped.replace(/^[ #]/, '\\$&');
  return led.length > 2 || !led.startsWith('\\') ? led.replace(/ $/, '\\ ') : led;
}

/**
 * The parts of a DN from the entry up, each in one form: servers write the same DN with other escapes, blanks and letters.
 * Null: it is no DN.
 */
export function dnParts(dn: string): readonly string[] | null {
  if (dn.trim() === '') return [];
  const parts: string[] = [];
  for (const rdn of split(dn, ',')) {
    const pairs = split(rdn, '+').map(pairOf);
    if (pairs.some((pair) => pair === null)) return null;
    parts.push(
      pairs
        .flatMap((pair) => (pair === null ? [] : `${pair.type}=${escapeDnValue(pair.value.toLowerCase())}`))
        .toSorted()
        .join('+'),
    );
  }
  return parts;
}

/** A DN in one form, to be compared; what is no DN stays as it is. */
export function canonicalDn(dn: string): string {
  return dnParts(dn)?.join(',') ?? dn;
}

/** Whether an entry is the base or below it. */
export function isWithin(dn: string, base: string): boolean {
  const [parts, wanted] = [dnParts(dn), dnParts(base)];
  if (parts === null || wanted === null || wanted.length > parts.length) return false;
  const from = parts.length - wanted.length;
  return wanted.every((part, index) => part === parts[from + index]);
}

/** Splits at a separator that is neither escaped nor within quotation marks. */
function split(text: string, separator: string): string[] {
  const found: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === '\\') index += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      found.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...found, text.slice(start)];
}

function pairOf(text: string): Part | null {
  const match = /^\s*([A-Za-z][\w-]*|\d+(?:\.\d+)*)\s*=([^]*)$/.exec(text);
  const [, type, raw] = match ?? [];
  if (type === undefined || raw === undefined) return null;
  return { type: TYPES.get(type.toLowerCase()) ?? type.toLowerCase(), value: unescape(trimmed(raw)) };
}

/** Blanks around a value do not count, unless they are escaped. */
function trimmed(text: string): string {
  const left = text.replace(/^ +/, '');
  const right = left.replace(/ +$/, '');
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(right) ? `${right} ` : right;
}

function unescape(text: string): string {
  const bare = /^"[^]*"$/.test(text) ? text.slice(1, -1) : text;
  const bytes: Buffer[] = [];
  for (let index = 0; index < bare.length;) {
    const hex = /^\\([0-9A-Fa-f]{2})/.exec(bare.slice(index, index + 3))?.[1];
    if (hex !== undefined) {
      bytes.push(Buffer.from(hex, 'hex'));
      index += 3;
      continue;
    }
    if (bare[index] === '\\') index += 1;
    const char = String.fromCodePoint(bare.codePointAt(index) ?? 0);
    if (index < bare.length) bytes.push(Buffer.from(char));
    index += char.length;
  }
  return Buffer.concat(bytes).toString('utf8');
}
