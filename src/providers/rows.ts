/** Tolerant readers of the members of a JSON object: absent, null or of another type than documented is null, never a crash. */

export type Members = Readonly<Record<string, unknown>>;

/** A row of a list or an object of its own, whose id was checked where it came in. */
export interface Row {
  readonly id: string;
  readonly members: Members;
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** ABSENT: not there, or null. INVALID: there, but not of the type that is documented. */
type Presence = 'ABSENT' | 'INVALID';

/** Whether a member that a reader answered null for is missing or wrong: the two are different kinds of unknown. */
export function presence(members: Members, name: string): Presence {
  return (members[name] ?? null) === null ? 'ABSENT' : 'INVALID';
}

export function text(members: Members, name: string): string | null {
  const value = members[name];
  return typeof value === 'string' ? value : null;
}

/** A text that says something; null: there is none, or nothing but blanks. */
export function filled(value: string | null): string | null {
  return value === null || value.trim() === '' ? null : value;
}

export function flag(members: Members, name: string): boolean | null {
  const value = members[name];
  return typeof value === 'boolean' ? value : null;
}

/** Numbers that JSON carried without loss; counts and durations are whole. */
export function whole(members: Members, name: string): number | null {
  const value = members[name];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

export function object(members: Members, name: string): Members | null {
  const value = members[name];
  return isObject(value) ? value : null;
}

/** The objects of an array; entries of another type are left out. */
export function objects(members: Members, name: string): readonly Members[] {
  const value = members[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function texts(members: Members, name: string): readonly string[] {
  const value = members[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** `{ "population": { "id": "..." } }`: how some providers refer to another object. */
export function reference(members: Members, name: string): string | null {
  const target = object(members, name);
  return target === null ? null : text(target, 'id');
}

/** The ids in an array of references. */
export function references(members: Members, name: string): readonly string[] {
  return objects(members, name).flatMap((target) => text(target, 'id') ?? []);
}

const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A strict RFC 3339 instant: neither `2026-02-30`, nor a date without a time or zone, which `Date` would guess at. */
export function parseInstant(value: unknown): Date | null {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return null;
  // Only the last days of a month need a calendar: `Date` would roll a 30 February over into March.
  const day = Number(value.slice(8, 10));
  if (day > 28 && day > lastDayOf(Number(value.slice(0, 4)), Number(value.slice(5, 7)))) return null;
  const at = new Date(value.toUpperCase());
  return Number.isNaN(at.getTime()) ? null : at;
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function instant(members: Members, name: string): Date | null {
  return parseInstant(members[name]);
}
