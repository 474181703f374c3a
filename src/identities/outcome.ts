import type { MatchConfidence, MatchVeto } from './identity.ts';
import type { Level } from './levels.ts';

/** Whether the address that a match rests on was handed on to another person. GAP: the dates say so, the names do not. */
export type RecycleDoubt =
  /** The match rests on more than an address. */
  | 'NO_ADDRESS'
  /** The primary account is not much younger. */
  | 'NONE'
  | 'GAP'
  | 'SUSPECTED'
  /** A creation date is missing. */
  | 'UNKNOWN';

export interface Matched {
  readonly kind: 'MATCHED';
  readonly target: number;
  readonly level: Level;
  readonly confidence: MatchConfidence;
  /** Further primary accounts of that person. */
  readonly twins: readonly number[];
  /** The weaker key that told the target from others who share the first. */
  readonly brokenBy: Level | null;
  readonly recycle: RecycleDoubt;
  /** The account through which an operator's link leads to the target; null: no other. */
  readonly through: number | null;
}

export interface Ambiguous {
  readonly kind: 'AMBIGUOUS';
  /** Null: a tie. */
  readonly veto: MatchVeto | null;
  readonly level: Level;
  readonly candidates: readonly number[];
}

/** What the keys of an account lead to in the primary directory, before anybody asks how well that was read. */
export type Outcome = Matched | Ambiguous | { readonly kind: 'OPEN' };

/** No key leads to anybody. */
export const open: Outcome = { kind: 'OPEN' };
