import { can } from '../../access/caller.ts';
import type { Attempt, Guard, GuardRefusal } from './guard.ts';

/** The caller needs the permission somewhere in this directory: asked before anybody learns whether the subject exists. */
export const permitted: Guard = {
  name: 'permission',
  stage: 'DIRECTORY',
  check: async (attempt) =>
    can(attempt.caller, attempt.permission, { directory: attempt.directory.key }) ? null : refusal(attempt),
};

/** A grant may be for some populations only: the user must be in one of them, and what is no user is in none. */
export const permittedForSubject: Guard = {
  name: 'permission',
  stage: 'FREE',
  check: async (attempt) => {
    const where = {
      directory: attempt.directory.key,
      population: attempt.population ?? attempt.user?.populationId ?? null,
    };
    return can(attempt.caller, attempt.permission, where) ? null : refusal(attempt);
  },
};

function refusal({ action, permission, caller, directory }: Attempt): GuardRefusal {
  return {
    code: 'FORBIDDEN',
    message: `${action} in "${directory.key}" needs the permission ${permission}, which "${caller.name}" does not have there. It passes when somebody grants it.`,
    retryable: false,
  };
}
