import type { Coverage, Listing } from '../model/coverage.ts';
import { failedListing } from './fact-of.ts';

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

export interface Gathered<T> {
  readonly rows: readonly T[];
  readonly coverage: Coverage;
}

/** Lists of several directories as one; a directory that fails is named in the coverage, the others still answer. */
export async function gather<T>(
  parts: readonly { readonly directory: string; readonly read: Promise<Listing<T>> }[],
): Promise<Gathered<T>> {
  const lists = await Promise.all(
    parts.map(async ({ directory, read }) => {
      const list = await read.catch((error: unknown) => failedListing<T>(error));
      return { rows: list.rows, coverage: listingCoverage(directory, list) };
    }),
  );
  return {
    rows: lists.flatMap((list) => list.rows),
    coverage: mergeCoverage(lists.map((list) => list.coverage)),
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
