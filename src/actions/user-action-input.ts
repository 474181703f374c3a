import type { User, UserStatus } from '../model/user.ts';
import { keyProblem } from './idempotency.ts';

/** The user itself, or a way to find it (by name or address); null from it: there is no such user. */
export type UserTarget = Pick<User, 'externalId'> | (() => Promise<Pick<User, 'externalId'> | null>);

export interface UserActionInput {
  readonly user: UserTarget;
  /** 1 to 500 characters, for the ledger. */
  readonly reason?: string | null | undefined;
  /** 1 to 255 characters; see `IdempotencyStore`. */
  readonly idempotencyKey?: string | null | undefined;
  /** Everything but the change. */
  readonly dryRun?: boolean | null | undefined;
  /** Only when the user is in this state. */
  readonly ifStatus?: UserStatus | null | undefined;
}

const longestReason = 500;

/** What is wrong with an input, in words; null: nothing. */
export function inputProblem({ reason, idempotencyKey }: UserActionInput): string | null {
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
