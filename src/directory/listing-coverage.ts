import type { Coverage, Listing, Page } from '../model/coverage.ts';
import { IncompleteList } from './fact-of.ts';

/** How much a list of one directory holds. */
export function listingCoverage(directory: string, list: Listing<unknown>): Coverage {
  return {
    complete: list.complete,
    checked: list.rows.length,
    unknown: list.complete ? 0 : null,
    sources: [
      {
        directory,
        state: list.complete ? 'COMPLETE' : list.rows.length > 0 ? 'PARTIAL' : 'FAILED',
        reason: list.reason,
        message: list.message,
        observedAt: list.observedAt,
      },
    ],
  };
}

/** A list that is read whole, as its only page. */
export function pageOf<T>(list: Listing<T>): Page<T> {
  const { rows, complete, reason, message, observedAt } = list;
  const page = { rows, nextCursor: null, total: complete ? rows.length : null, observedAt };
  if (complete) return page;
  return {
    ...page,
    brokenOff: new IncompleteList(reason ?? 'PARTIAL', message ?? 'It could not be read to its end.'),
  };
}

export function mergeCoverage(parts: readonly Coverage[]): Coverage {
  return {
    complete: parts.every((part) => part.complete),
    checked: parts.reduce((sum, part) => sum + part.checked, 0),
    unknown: parts.some((part) => part.unknown === null)
      ? null
      : parts.reduce((sum, part) => sum + (part.unknown ?? 0), 0),
    sources: parts.flatMap((part) => part.sources),
  };
}
