import type { Guard } from './guard.ts';

/** What the provider of a directory cannot do is not tried. */
export const actionNotSupported: Guard = {
  name: 'action-not-supported',
  stage: 'DIRECTORY',
  check: async ({ action, directory }) =>
    directory.provider.actions.has(action)
      ? null
      : {
          code: 'NOT_SUPPORTED',
          message: `${action} is not possible in "${directory.key}": its provider (${directory.provider.kind}) cannot do it.`,
          retryable: false,
        },
};
