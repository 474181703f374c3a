import { messageOf } from '../../directory/fact-of.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { GuardRefusal } from './guard.ts';

/** The refusal of a guard that could not read `what` it has to know. @throws what is no failure of a read. */
export function unreadable(reason: unknown, what: string): GuardRefusal {
  if (typeof reason !== 'string' && !(reason instanceof UpstreamError)) throw reason;
  return {
    code: 'GUARD_UNKNOWN',
    message: `It is not known ${what}: ${messageOf(reason)}. It passes when that can be read.`,
    retryable: reason instanceof UpstreamError && reason.retryable,
  };
}
