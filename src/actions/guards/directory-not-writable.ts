import type { ProviderKind } from '../../model/directory.ts';
import type { Guard } from './guard.ts';

/** A directory is read-only unless its operator said otherwise. */
export const directoryNotWritable: Guard = {
  name: 'directory-not-writable',
  stage: 'DIRECTORY',
  check: async ({ directory }) =>
    directory.writable
      ? null
      : {
          code: 'READ_ONLY',
          message: `The directory "${directory.key}" is read-only. Set ${settingOf(directory.provider.kind)} and restart.`,
          retryable: false,
        },
};

/** Where its operator says so: only a PingOne directory can be set up by variables alone. */
function settingOf(kind: ProviderKind): string {
  return kind === 'PINGONE'
    ? 'PINGONE_WRITABLE=true (or writable: true in rollcall.yaml)'
    : 'writable: true in rollcall.yaml';
}
