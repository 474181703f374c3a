import type { Guard } from './guard.ts';

/** What the provider of a directory cannot do is not tried. */
export const actionNotSupported: Guard = {
  name: 'action-not-supported',
  check: async ({ action, directory }) =>
    !directory.writable || directory.can('SUSPEND_USER')
      ? null
      : {
          code: 'NOT_SUPPORTED',
          message: `${action} is not possible in "${directory.key}": its provider (${directory.provider.kind}) cannot do it.`,
          retryable: false,
        },
};
