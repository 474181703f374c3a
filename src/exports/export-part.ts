import { createLoaders, type DirectoryLoaders } from '../directory/loaders.ts';
import type { Directory } from '../directory/directory.ts';
import { failedListing } from '../directory/fact-of.ts';
import { listingCoverage } from '../directory/listing-coverage.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { Gaps, listing } from '../directory/sweep/sweep-reads.ts';
import type { Sweep, SweepGap } from '../directory/sweep/sweep.ts';
import { together } from '../directory/together.ts';
import type { SweepFindings } from '../findings/evaluate-sweep.ts';
import type { SweptFindings } from '../findings/swept.ts';
import type { Coverage, Listing } from '../model/coverage.ts';
import type { Population } from '../model/group.ts';
import type { Role } from '../model/role.ts';
import { contentsOf } from './contents.ts';
import type { ExportName } from './export-request.ts';

/** One directory as an export sees it from its first row to its last. */
export interface ReadPart {
  readonly key: string;
  readonly directory: Directory;
  readonly sweep: Sweep;
  /** Null: the export does not speak of them. */
  readonly findings: SweepFindings | null;
  readonly populations: Listing<Population>;
  readonly roles: Listing<Role>;
  readonly loaders: DirectoryLoaders;
  /** See `contentsOf`. */
  readonly contents: string;
  /** What the sweep lacks, and what was read beside it. */
  readonly gaps: readonly SweepGap[];
}

/** A directory that could not be read at all. */
export interface UnreadPart {
  readonly key: string;
  readonly directory: Directory;
  readonly coverage: Coverage;
  readonly error: unknown;
}

export type ExportPart = ReadPart | UnreadPart;

export function isRead(part: ExportPart): part is ReadPart {
  return 'sweep' in part;
}

/** The directories in the order of their keys, each as its newest snapshot has it; one that cannot be read leaves the others whole. */
export async function openParts(
  directories: readonly Directory[],
  name: ExportName,
  swept: SweptFindings,
  scope: RequestScope,
): Promise<readonly ExportPart[]> {
  const inOrder = directories.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const ends = await together(
    inOrder.map((directory) => ({
      directory: directory.key,
      silence: () => directory.provider.rateLimit,
      read: () => openPart(directory, name, swept, scope),
    })),
    // A large directory takes longer than a small one: only silence is a reason to go without it.
    { slackMs: Number.POSITIVE_INFINITY },
  );
  return ends.flatMap((end, index): ExportPart[] => {
    if (end.ok) return [end.value];
    const directory = inOrder[index];
    if (directory === undefined) return [];
    const coverage = listingCoverage(end.directory, failedListing(end.error));
    return [{ key: end.directory, directory, coverage, error: end.error }];
  });
}

async function openPart(
  directory: Directory,
  name: ExportName,
  swept: SweptFindings,
  scope: RequestScope,
): Promise<ReadPart> {
  const loaders = createLoaders(directory, scope);
  const findings = name === 'findings' ? await swept.of(loaders, 'GATED') : null;
  const sweep = findings?.sweep ?? (await directory.sweeper.read(scope));
  const [populations, roles] = await Promise.all([
    listing(loaders.settings.populations()),
    listing(loaders.settings.roles()),
  ]);
  const gaps = new Gaps();
  gaps.add('POPULATIONS', populations);
  if (name !== 'findings') gaps.add('ROLES', roles);
  return {
    key: directory.key,
    directory,
    sweep,
    findings,
    populations,
    roles,
    loaders,
    contents: contentsOf(directory, name, sweep, findings),
    gaps: [...sweep.gaps, ...gaps.list],
  };
}
