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
          message: `The directory "${directory.key}" is read-only. Set ${directory.writableSetting} and restart.`,
          retryable: false,
        },
};
