import type { DirectoryLoaders } from '../directory/loaders.ts';
import { listing } from '../directory/sweep/sweep-reads.ts';
import type { SweepFindings } from './evaluate-sweep.ts';
import type { SweptDirectory } from './tenant-posture.ts';

/** What a posture is counted from. Without the roles it is not known who is an administrator; the rest is. */
export async function sweptDirectory(
  swept: SweepFindings,
  loaders: DirectoryLoaders,
): Promise<SweptDirectory> {
  const { directory, settings } = loaders;
  return {
    directory: directory.key,
    swept,
    roles: await listing(settings.roles()),
    listsInheritedRoles: directory.provider.listsInheritedRoles,
  };
}
