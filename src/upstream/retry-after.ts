const day = 86_400_000;
/** Longer waits are believed for so long; then one call sees whether they still hold. */
const longest = 3_600_000;

/**
 * Milliseconds to wait, as a `Retry-After` header says it (RFC 9110, 10.2.3: seconds or a date), rounded up: never earlier than told.
 *
 * Some providers send the moment as seconds or milliseconds since the epoch instead; a number within a day of now is read so.
 * Several values (two headers) give the longest. More than an hour is believed for an hour, so that one absurd answer cannot close
 * a directory for ever. `undefined` when nothing usable was said (absent, zero, negative, past, text): the caller backs off by itself.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  const wait = /^\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?)*$/.test(text)
    ? Math.max(...text.split(',').map((part) => numberOfMs(Number(part), now)))
    : dateInMs(text, now);
  if (Number.isNaN(wait) || wait <= 0) return undefined;
  return Math.min(longest, Math.ceil(wait));
}

function numberOfMs(value: number, now: number): number {
  if (Math.abs(value * 1_000 - now) < day) return value * 1_000 - now;
  if (Math.abs(value - now) < day) return value - now;
  return value * 1_000;
}

/** Only texts that name a month or are ISO 8601: `Date.parse` would read a year into `-5`. */
function dateInMs(text: string, now: number): number {
  return /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}|^\d{4}-\d{2}-\d{2}T/.test(text)
    ? Date.parse(text) - now
    : Number.NaN;
}
