import type { Caller } from '../access/caller.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Action, ActionInput } from './action.ts';
import type { ActionResult } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import type { LedgerCause, LedgerEntry } from './ledger.ts';

/** One request for an action: who, where, what. */
export interface ActionRequest<I extends ActionInput, S> {
  readonly action: Action<I, S>;
  readonly services: ActionServices;
  /** Of the directory that it is to happen in. */
  readonly loaders: DirectoryLoaders;
  readonly caller: Caller;
  readonly input: I;
  /** What it is part of, where it was not asked for by itself. */
  readonly cause?: LedgerCause;
  /** Which results a repeat with the same idempotency key is given again; left out: see `isFinal`. */
  readonly keeps?: (result: ActionResult) => boolean;
  /** The unsettled entry of an earlier run of this very request, whose gateway was cut off. */
  readonly resumes?: LedgerEntry;
}
