import type { Undo } from '../action.ts';

/**
 * What is wrong with how an end is written; null: nothing. Whether it has passed is asked later, by `timeProblem`: a repeat
 * gets the answer of the first request also after that end.
 */
export function untilProblem(until: string | null | undefined): string | null {
  if (typeof until !== 'string') return null;
  return Number.isNaN(Date.parse(until))
    ? 'until: expected a moment as RFC 3339 writes it, received another text.'
    : null;
}

/** What ends it, and when; null: it stays. */
export function endOf(
  until: string | null | undefined,
  undo: Undo,
): (Undo & { readonly until: Date }) | null {
  return typeof until === 'string' ? { ...undo, until: new Date(until) } : null;
}
