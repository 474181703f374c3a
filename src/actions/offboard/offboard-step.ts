import type { ActionName } from '../../model/action.ts';
import type { ActionResult } from '../action-result.ts';

/**
 * DONE: it took effect; of a rehearsal: it would. ALREADY: it was so. REFUSED: a guard held it back. UNCONFIRMED: it was sent, and
 * nobody knows. SKIPPED: it was not tried, or cannot be done there.
 */
export type StepEnd = 'DONE' | 'ALREADY' | 'REFUSED' | 'FAILED' | 'UNCONFIRMED' | 'SKIPPED';

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
}

/** What became of an account as a whole. PARTIAL: some steps took effect, others did not. */
export type AccountState = 'DONE' | 'ALREADY' | 'PARTIAL' | 'REFUSED' | 'FAILED' | 'SKIPPED';

export function stepOf(action: ActionName, about: string | null, result: ActionResult): OffboardStep {
  const { entryId } = result;
  if (result.kind === 'SUCCESS') {
    const outcome = result.changed ? 'DONE' : 'ALREADY';
    // A part that failed, or could not be read back, is worth a word though the whole succeeded.
    const said = result.steps.map(({ message }) => message).filter((message) => message !== null);
    const message = said.length === 0 ? null : said.join(' ');
    return { action, about, outcome, message, code: null, retryable: false, entryId };
  }
  const { code, message, retryable, kind } = result;
  const outcome = kind === 'REFUSED' || kind === 'UNCONFIRMED' ? kind : 'FAILED';
  return { action, about, outcome, message, code, retryable, entryId };
}

export function notTried(
  action: ActionName,
  about: string | null,
  message: string,
  outcome: 'SKIPPED' | 'FAILED' = 'SKIPPED',
): OffboardStep {
  const retryable = outcome === 'FAILED';
  return { action, about, outcome, message, code: null, retryable, entryId: null };
}

/** Blocking sign-in is what counts most: an account where it cannot be done is not done, whatever else was. */
export function stateOf(steps: readonly OffboardStep[]): AccountState {
  const [block, ...others] = steps;
  if (block === undefined) return 'SKIPPED';
  const tried = [block, ...others.filter(({ outcome }) => outcome !== 'SKIPPED')];
  const good = tried.filter(({ outcome }) => outcome === 'DONE' || outcome === 'ALREADY');
  const changed = tried.some(({ outcome }) => outcome === 'DONE');
  if (good.length === tried.length) return changed ? 'DONE' : 'ALREADY';
  if (changed) return 'PARTIAL';
  if (block.outcome === 'SKIPPED') return good.length === 0 ? 'SKIPPED' : 'PARTIAL';
  if (good.length > 0) return 'PARTIAL';
  return tried.every(({ outcome }) => outcome === 'REFUSED') ? 'REFUSED' : 'FAILED';
}
