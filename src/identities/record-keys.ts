import { lowerCase } from './address-key.ts';

/** What people write into a field when they have nothing to put there. */
const placeholders: ReadonlySet<string> = new Set([
  '',
  '0',
  '-',
  '--',
  'n/a',
  'na',
  'nil',
  'none',
  'null',
  'tbd',
  'undefined',
  'unknown',
]);

const LONGEST_PLACEHOLDER = Math.max(...[...placeholders].map(({ length }) => length));

const MAX_LENGTH = 254;

/**
 * An employee number in the form in which it is compared: trimmed, in lower case, without leading zeros where the operator says so.
 * Null for none, for a placeholder (`00000`, `n/a`, ...) and for what no personnel office would write.
 */
export function employeeKey(text: string | null, stripLeadingZeros: boolean): string | null {
  if (text === null) return null;
  const number = lowerCase(text.trim());
  if (/^0*$/.test(number) || !isId(number)) return null;
  return stripLeadingZeros ? number.replace(/^0+(?=.)/, '') : number;
}

const GUID = /^\{?([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})\}?$/i;

/**
 * An id that one directory gave and another carries, so that both spellings are one. Directories write a GUID in either case, and
 * Entra ID carries the `objectGUID` of an on-premises account as Base64 of its bytes, of which the first three groups are
 * little-endian. Other ids mean what they say, letter by letter.
 * Null for none, for a placeholder, and for short numbers: those come from a counter, and every directory has a 7.
 */
export function nativeKey(text: string | null): string | null {
  if (text === null) return null;
  const id = text.trim();
  if (!isId(id) || (id.length < 12 && /^\d+$/.test(id))) return null;
  const guid = id.length >= 32 && id.length <= 38 ? GUID.exec(id) : null;
  if (guid !== null) return guid.slice(1).join('-').toLowerCase();
  return id.length === 24 && id.endsWith('==') ? (guidOfBytes(id) ?? id) : id;
}

/** Whether an id is of a kind that two systems do not give out by chance. */
export function isUnlikelyTwice(key: string): boolean {
  return key.length >= 16;
}

function isId(text: string): boolean {
  if (text.length <= LONGEST_PLACEHOLDER && placeholders.has(text.toLowerCase())) return false;
  return text.length <= MAX_LENGTH && (/^[ -~]*$/.test(text) || !/\p{Cc}/u.test(text));
}

function guidOfBytes(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== base64) return null;
  const hex = [
    bytes.subarray(0, 4).toReversed(),
    bytes.subarray(4, 6).toReversed(),
    bytes.subarray(6, 8).toReversed(),
    bytes.subarray(8, 10),
    bytes.subarray(10),
  ];
  return hex.map((part) => Buffer.from(part).toString('hex')).join('-');
}
