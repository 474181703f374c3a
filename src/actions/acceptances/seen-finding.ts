import type { Caller } from '../../access/caller.ts';
import { reaches } from '../../access/reach.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { FindingRecord } from '../../findings/history/finding-history.ts';
import { acceptancePermission } from './acceptance-actions.ts';

/** Where the subject of a finding is. */
export interface SeenFinding {
  /** Null: it is in none, or the caller speaks for the whole directory. */
  readonly populationId: string | null;
}

/**
 * Where the subject of a finding is; null: the caller does not see it, or reads no findings there.
 * @param loaders of the subject's directory. @throws {UpstreamError} when the subject has to be looked at and cannot be.
 */
export async function seenBy(
  { subject }: Pick<FindingRecord, 'subject'>,
  caller: Caller,
  loaders: DirectoryLoaders,
): Promise<SeenFinding | null> {
  const { directory } = subject;
  // Whoever reads findings of the whole directory needs no look at the subject, which may be gone.
  if (reaches(caller, 'finding:read', { directory }) && reaches(caller, acceptancePermission, { directory }))
    return { populationId: null };
  const populationId = await populationOf(subject, loaders);
  return reaches(caller, 'finding:read', { directory, population: populationId }) ? { populationId } : null;
}

async function populationOf(
  { type, externalId }: FindingRecord['subject'],
  loaders: DirectoryLoaders,
): Promise<string | null> {
  if (type === 'POPULATION') return externalId;
  if (type === 'USER') return (await loaders.user.load(externalId))?.populationId ?? null;
  return type === 'GROUP' ? ((await loaders.group.load(externalId))?.populationId ?? null) : null;
}
