import type { User } from '../model/user.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { UserActionDefinition } from './action-definition.ts';
import type { Seen } from './read-back.ts';

/** What was thrown in place of the provider's consent. */
export interface Trouble {
  readonly error: unknown;
}

/** Errors that leave it open whether the provider did it: all but those that say that it was not sent, or refused. */
export function mayHaveHappened({ error }: Trouble): boolean {
  if (!(error instanceof UpstreamError)) return true;
  if (error.facts.mayHaveBeenApplied !== undefined) return error.facts.mayHaveBeenApplied;
  return ['TIMED_OUT', 'UNREACHABLE', 'BAD_RESPONSE', 'CANCELLED'].includes(error.code);
}

/** How a change ended, for the caller and for the ledger. */
export type Ending =
  | { readonly kind: 'SUCCESS'; readonly outcome: 'SUCCEEDED'; readonly user: User }
  | {
      readonly kind: 'NOT_FOUND' | 'FAILED' | 'UNCONFIRMED';
      readonly outcome: 'FAILED' | 'UNCONFIRMED';
      readonly code: string;
      readonly message: string;
      readonly retryable: boolean;
      readonly user?: User;
    };

/** Puts together what the provider said (`trouble` null: it accepted) and what was seen afterwards (null: nobody looked). */
export function endingOf(
  definition: UserActionDefinition,
  trouble: Trouble | null,
  seen: Seen | null,
  before: User,
): Ending {
  const error = trouble?.error;
  const code = error instanceof UpstreamError ? error.code : 'INTERNAL';
  const said = trouble === null ? 'the provider accepted it' : faultOf(error);
  const retryable = error instanceof UpstreamError && error.retryable;
  if (seen === null) {
    const kind = code === 'NOT_FOUND' ? 'NOT_FOUND' : 'FAILED';
    return { kind, outcome: 'FAILED', code, message: said, retryable, user: before };
  }
  switch (seen.state) {
    case 'AS_WANTED':
      return { kind: 'SUCCESS', outcome: 'SUCCEEDED', user: seen.user };
    case 'GONE':
      return {
        kind: 'NOT_FOUND',
        outcome: 'FAILED',
        code: 'NOT_FOUND',
        message: 'The user was there before the change and is not there any more.',
        retryable: false,
      };
    case 'OTHERWISE':
      if (trouble !== null && !mayStillHappen(error))
        return {
          kind: 'FAILED',
          outcome: 'FAILED',
          code,
          message: `${said}. Read back, the user is as before.`,
          retryable: true,
          user: seen.user,
        };
      return unconfirmed(definition, `${said}, but read back, the user is as before`, seen.user);
    case 'UNKNOWN':
    default:
      return unconfirmed(
        definition,
        `${said}, and what became of it is not known: ${seen.message}`,
        seen.user,
      );
  }
}

/** Whether the provider may yet be at it, so that reading the old state proves nothing: nobody heard an answer. */
function mayStillHappen(error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return true;
  const { status } = error.facts;
  return error.code === 'TIMED_OUT' || error.code === 'CANCELLED' || status === 408 || status === 504;
}

function unconfirmed(definition: UserActionDefinition, why: string, user: User | null): Ending {
  return {
    kind: 'UNCONFIRMED',
    outcome: 'UNCONFIRMED',
    code: 'UNCONFIRMED',
    message: `Not confirmed: ${why}. ${definition.mutation} is safe to repeat.`,
    retryable: true,
    ...(user === null ? {} : { user }),
  };
}

/** A fault of our own is not told to the caller. */
function faultOf(error: unknown): string {
  return error instanceof UpstreamError ? error.message : 'the gateway failed while it was sent';
}
