import type { Guard } from './guard.ts';

/**
 * An account that comes from another directory is changed there: what is written here is refused by the vendor, or undone by the
 * next synchronisation. Put it among the guards of whatever changes the state, the password or the record of a user. Groups,
 * sessions, second factors and roles are kept by the directory itself, whoever is the master of the account.
 */
export const managedElsewhere: Guard = {
  name: 'managed-elsewhere',
  stage: 'FREE',
  check: async ({ action, subject, user }) =>
    user?.managedElsewhere === true
      ? {
          code: 'MANAGED_ELSEWHERE',
          message: `Another directory is the master of this account: what ${action} changes in "${subject.directory}" would be refused, or undone by the next synchronisation. Change it in the master directory.`,
          retryable: false,
        }
      : null,
};
