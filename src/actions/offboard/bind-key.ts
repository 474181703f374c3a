import type { Caller } from '../../access/caller.ts';
import type { JsonObject } from '../../model/action.ts';
import type { ActionRefused, ActionResult } from '../action-result.ts';
import type { ActionServices } from '../action-services.ts';
import { fingerprintOf } from '../idempotency.ts';
import { keyReused } from '../key-reused.ts';

/**
 * Binds an idempotency key to a request whose parts keep their own results: a repeat goes through all of them again, and another
 * request with the same key is refused. Null: it is bound to this one, or there is no key.
 */
export async function bindKey(
  { idempotency }: ActionServices,
  caller: Caller,
  key: string | null | undefined,
  body: JsonObject,
): Promise<ActionRefused | null> {
  if (key === undefined || key === null) return null;
  const fingerprint = fingerprintOf({ mutation: 'offboardIdentity', ...body });
  const run = await idempotency.run(
    { actor: caller.name, key },
    fingerprint,
    async () => bound,
    () => false,
  );
  return run.kind === 'REUSED' ? keyReused : null;
}

/** Nothing: the key stays bound also where no result is kept. */
const bound: ActionResult = {
  kind: 'FAILED',
  code: 'CANCELLED',
  message: 'Only the parts have results.',
  retryable: true,
  subject: null,
  state: null,
  version: null,
  steps: [],
  entryId: null,
};
