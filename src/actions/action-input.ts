import type { ActionInput } from './action.ts';
import { keyProblem } from './idempotency.ts';

const longestReason = 500;

/** What is wrong with what every action accepts, in words; null: nothing. */
export function inputProblem({ reason, idempotencyKey }: ActionInput): string | null {
  if (typeof reason === 'string') {
    // Code points, as a database counts them.
    const length = Array.from(reason).length;
    if (length < 1 || length > longestReason)
      return `reason: expected 1 to ${longestReason} characters, received ${length}.`;
    // Line separators, halves of characters and changes of direction make an entry read as another one.
    if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(reason))
      return 'reason: expected text on one line, received a control character.';
  }
  return typeof idempotencyKey === 'string' ? keyProblem(idempotencyKey) : null;
}
