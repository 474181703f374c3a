import type { UnknownReason } from './fact.ts';

/** How much of what was asked for a list really holds. Every list has one: nothing is left out in silence. */
export interface Coverage {
  /** Whether nothing is missing. */
  readonly complete: boolean;
  /** Objects that were read. */
  readonly checked: number;
  /** Objects that are known to be missing or unreadable; null when their number itself is not known. */
  readonly unknown: number | null;
  readonly sources: readonly CoverageSource[];
}

export interface CoverageSource {
  /** Key of the directory. */
  readonly directory: string;
  readonly state: 'COMPLETE' | 'PARTIAL' | 'FAILED';
  readonly reason: UnknownReason | null;
  readonly message: string | null;
  readonly observedAt: Date | null;
}

/** Rows and whether there are more of them. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** Opaque; asks for the page after this one. Null when this was the last. */
  readonly nextCursor: string | null;
  /** There is more, but it cannot be reached: what is thrown by whoever wants it. The rows of this page are good. */
  readonly brokenOff?: Error;
  /** How many there are in all, when the provider says so. */
  readonly total: number | null;
  readonly observedAt: Date;
}

/** A list read to its end, or as far as it could be. */
export interface Listing<T> {
  readonly rows: readonly T[];
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly reason: UnknownReason | null;
  readonly message: string | null;
  readonly observedAt: Date;
}
