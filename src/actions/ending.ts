import { UpstreamError } from '../upstream/upstream-error.ts';
import type { AnyAction } from './action.ts';
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
  | { readonly kind: 'SUCCESS'; readonly outcome: 'SUCCEEDED' }
  | {
      readonly kind: 'NOT_FOUND' | 'FAILED' | 'UNCONFIRMED';
      readonly outcome: 'FAILED' | 'UNCONFIRMED';
      readonly code: string;
      readonly message: string;
      readonly retryable: boolean;
    };

/** Puts together what the provider said (`trouble` null: it accepted) and what was seen afterwards (null: nobody looked). */
export function endingOf(
  action: Pick<AnyAction, 'mutation' | 'effect'>,
  trouble: Trouble | null,
  seen: Seen<unknown> | null,
  /** Whether a part of it surely took effect before another failed. */
  partly: boolean,
): Ending {
  const error = trouble?.error;
  const code = error instanceof UpstreamError ? error.code : 'INTERNAL';
  const said = trouble === null ? 'the provider accepted it' : faultOf(error);
  const retryable = error instanceof UpstreamError && error.retryable;
  if (seen === null) {
    const kind = code === 'NOT_FOUND' ? 'NOT_FOUND' : 'FAILED';
    return { kind, outcome: 'FAILED', code, message: said, retryable };
  }
  if (seen.state === 'AS_WANTED') return { kind: 'SUCCESS', outcome: 'SUCCEEDED' };
  if (seen.state === 'UNKNOWN')
    return unconfirmed(action, `${said}, and what became of it is not known: ${seen.message}`);
  if (seen.found === null && action.effect !== 'CREATE')
    return {
      kind: 'NOT_FOUND',
      outcome: 'FAILED',
      code: 'NOT_FOUND',
      message: 'It was there before the change and is not there any more.',
      retryable: false,
    };
  if (trouble !== null && !mayStillHappen(error))
    return {
      kind: 'FAILED',
      outcome: 'FAILED',
      code,
      message: `${said}. ${partly ? 'A part of it was done: see the steps.' : 'Read back, it is as before.'}`,
      retryable: partly ? retryable : true,
    };
  return unconfirmed(action, `${said}, but read back, it is as before`);
}

/** Whether the provider may yet be at it, so that reading the old state proves nothing: nobody heard an answer. */
function mayStillHappen(error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return true;
  const { status } = error.facts;
  return error.code === 'TIMED_OUT' || error.code === 'CANCELLED' || status === 408 || status === 504;
}

function unconfirmed({ mutation, effect }: Pick<AnyAction, 'mutation' | 'effect'>, why: string): Ending {
  const repeat = effect === 'SET' || effect === 'DELETE';
  return {
    kind: 'UNCONFIRMED',
    outcome: 'UNCONFIRMED',
    code: 'UNCONFIRMED',
    message: `Not confirmed: ${why}. ${mutation} is ${repeat ? 'safe to repeat' : 'not safe to repeat: look first'}.`,
    retryable: repeat,
  };
}

/** A fault of our own is not told to the caller. */
function faultOf(error: unknown): string {
  return error instanceof UpstreamError ? error.message : 'the gateway failed while it was sent';
}
