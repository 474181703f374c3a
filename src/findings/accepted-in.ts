import type { FindingHistory, FindingRecord } from './history/finding-history.ts';
import type { ScoredPart } from './tenant-posture.ts';

const pageSize = 1_000;

/** By rule, how many of the findings that a score was counted from somebody accepted, for as long as that holds. */
export async function acceptedIn(
  { directories, populationId }: Pick<ScoredPart, 'directories' | 'populationId'>,
  history: Pick<FindingHistory, 'list'>,
): Promise<ReadonlyMap<string, number>> {
  const accepted = new Map<string, number>();
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<FindingHistory['list']>> = await history.list(
      { directories, dispositions: ['ACCEPTED'] },
      { first: pageSize, after },
    );
    for (const { row } of page.rows)
      if (isIn(row, populationId)) accepted.set(row.ruleId, (accepted.get(row.ruleId) ?? 0) + 1);
    after = page.rows.at(-1)?.cursor ?? null;
    if (!page.hasNextPage || after === null) return accepted;
  }
}

function isIn({ populationId, staleSince }: FindingRecord, wanted: string | null): boolean {
  // What could not be decided any more is not among what is PRESENT.
  return staleSince === null && (wanted === null || populationId === wanted);
}
