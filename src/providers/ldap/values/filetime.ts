/** Milliseconds between 1601-01-01, from which FILETIMEs count, and 1970-01-01. */
const EPOCH_MS = 11_644_473_600_000n;
const PER_MS = 10_000n;
/** What says "never", besides 0 (MS-ADTS, accountExpires). */
const NEVER = 9_223_372_036_854_775_807n;

export type Filetime =
  /** Absent, 0, or the highest number. */
  { readonly kind: 'NEVER' } | { readonly kind: 'AT'; readonly at: Date } | { readonly kind: 'INVALID' };

/** A moment as Active Directory keeps it: 100 ns since 1601, more than a number of JavaScript holds exactly. */
export function filetime(text: string | null): Filetime {
  if (text === null) return { kind: 'NEVER' };
  if (!/^-?\d{1,19}$/.test(text)) return { kind: 'INVALID' };
  const ticks = BigInt(text);
  if (ticks === 0n || ticks === NEVER) return { kind: 'NEVER' };
  const at = new Date(Number(ticks / PER_MS - EPOCH_MS));
  return ticks < 0n || Number.isNaN(at.getTime()) ? { kind: 'INVALID' } : { kind: 'AT', at };
}

/** The moment, where there is one. */
export function momentOf(text: string | null): Date | null {
  const time = filetime(text);
  return time.kind === 'AT' ? time.at : null;
}
