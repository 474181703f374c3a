import { parseInstant } from '../../rows.ts';

const FORM =
  /^(\d{4})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2}))?)?(?:[.,](\d{1,9}))?(Z|[+-]\d{2}(?:\d{2})?)$/;

/** `20240131235959.123Z` (RFC 4517, section 3.3.13). Null: absent, or no moment that there is. */
export function generalizedTime(text: string | null): Date | null {
  const match = text === null ? null : FORM.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute = '00', second = '00', fraction, zone = 'Z'] = match;
  // A fraction belongs to the last part that is written; of hours and minutes nobody writes one.
  if (fraction !== undefined && match[6] === undefined) return null;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3) === '' ? '00' : zone.slice(3)}`;
  const rest = fraction === undefined ? '' : `.${fraction}`;
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}${rest}${offset}`);
}
