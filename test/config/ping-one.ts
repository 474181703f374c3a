import type { DirectoryConfig } from '../../src/config/directory-kinds.ts';
import type { PingOneDirectoryConfig } from '../../src/config/pingone-directory.ts';

/** A directory of the configuration that is known to be one of PingOne. */
export function pingOne(directory: DirectoryConfig | undefined): PingOneDirectoryConfig {
  if (directory?.provider === 'PINGONE') return directory;
  throw new TypeError(`Expected a PingOne directory; received ${directory?.provider ?? 'none'}.`);
}
