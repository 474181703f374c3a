import type { LedgerEntry } from '../ledger.ts';

/** A text among an entry's parameters; empty: it is not there. */
export function parameter({ parameters }: Pick<LedgerEntry, 'parameters'>, name: string): string {
  const value = parameters?.[name];
  return typeof value === 'string' ? value : '';
}
