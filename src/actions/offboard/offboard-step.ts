import type { ActionName } from '../../model/action.ts';
import type { ActionResult } from '../action-result.ts';

/**
 * DONE: it took effect. WOULD_DO: it would, in a rehearsal. ALREADY: it was so. REFUSED: a guard held it back. UNCONFIRMED: it was sent, and
 * nobody knows. SKIPPED: it was not tried, or cannot be done there.
 */
export type StepEnd = 'DONE' | 'WOULD_DO' | 'ALREADY' | 'REFUSED' | 'FAILED' | 'UNCONFIRMED' | 'SKIPPED';

/** One action on one account of somebody who leaves. */
export interface OffboardStep {
  readonly action: ActionName;
  /** What beside the account it was about: the name of a role. */
  readonly about: string | null;
  readonly outcome: StepEnd;
  /** Why, where it is not plain. */
  readonly message: string | null;
  /** Of a refusal or failure; see docs/errors.md. */
  readonly code: string | null;
  readonly retryable: boolean;
  /** In the ledger; null: nothing was recorded. */
  readonly entryId: string | null;
  /** Whether it is the end of an earlier try with the same key: nothing was done now. */
  readonly replayed: boolean;
}

/** What became of an account as a whole. PARTIAL: some steps took effect, others did not. WOULD_DO: DONE, in a rehearsal. */
export type AccountState = 'DONE' | 'WOULD_DO' | 'ALREADY' | 'PARTIAL' | 'REFUSED' | 'FAILED' | 'SKIPPED';

export function stepOf(action: ActionName, about: string | null, result: ActionResult): OffboardStep {
  const { entryId } = result;
  if (result.kind === 'SUCCESS') {
    const outcome = !result.changed ? 'ALREADY' : result.dryRun ? 'WOULD_DO' : 'DONE';
    // A part that failed, or could not be read back, is worth a word though the whole succeeded.
    const said = result.steps.map(({ message }) => message).filter((message) => message !== null);
    const message = said.length === 0 ? null : said.join(' ');
    const replayed = result.replayed === true;
    return { action, about, outcome, message, code: null, retryable: false, entryId, replayed };
  }
  const { code, message, retryable, kind } = result;
  const outcome = kind === 'REFUSED' || kind === 'UNCONFIRMED' ? kind : 'FAILED';
  return { action, about, outcome, message, code, retryable, entryId, replayed: false };
}

export function notTried(
  action: ActionName,
  about: string | null,
  message: string,
  outcome: 'SKIPPED' | 'FAILED' = 'SKIPPED',
): OffboardStep {
  const retryable = outcome === 'FAILED';
  return { action, about, outcome, message, code: null, retryable, entryId: null, replayed: false };
}

/** Blocking sign-in is what counts most: an account where it cannot be done is not done, whatever else was. */
export function stateOf(steps: readonly OffboardStep[]): AccountState {
  const [block, ...others] = steps;
  if (block === undefined) return 'SKIPPED';
  const tried = [block, ...others.filter(({ outcome }) => outcome !== 'SKIPPED')];
  const good = tried.filter(({ outcome }) => changes(outcome) || outcome === 'ALREADY');
  const changed = tried.find(({ outcome }) => changes(outcome));
  if (good.length === tried.length)
    return changed?.outcome === 'WOULD_DO' ? 'WOULD_DO' : changed ? 'DONE' : 'ALREADY';
  if (changed) return 'PARTIAL';
  if (block.outcome === 'SKIPPED') return good.length === 0 ? 'SKIPPED' : 'PARTIAL';
  if (good.length > 0) return 'PARTIAL';
  return tried.every(({ outcome }) => outcome === 'REFUSED') ? 'REFUSED' : 'FAILED';
}

/** Whether a step changed something, or would. */
export function changes(outcome: StepEnd): boolean {
  return outcome === 'DONE' || outcome === 'WOULD_DO';
}
