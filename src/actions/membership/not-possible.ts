import type { GuardRefusal } from '../guards/guard.ts';

/** The objects themselves do not allow it; `message` says why, and what would do. */
export function notPossible(message: string, retryable = false): GuardRefusal {
  return { code: 'NOT_POSSIBLE', message, retryable };
}
