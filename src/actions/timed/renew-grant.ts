import { randomUUID } from 'node:crypto';
import type { ActionInput, Target } from '../action.ts';
import type { ActionRequest } from '../action-request.ts';
import type { ActionFailure, ActionResult } from '../action-result.ts';
import { versionOf } from '../differences.ts';
import { failure, type Known, ledgerUnavailable } from '../failures.ts';
import type { LedgerEntry } from '../ledger.ts';
import { intentOf, recordAtOnce, settleSent } from '../record.ts';
import { liveGrants } from './access.ts';
import type { TimedGrant } from './timed-grant.ts';
import type { TimedStore } from './timed-store.ts';

/** Access that is there for a time, and is asked for again: its end moves. */
export interface Renewal {
  readonly store: TimedStore;
  /** The one that would have ended it. */
  readonly grant: TimedGrant;
  /** Others of the same access. */
  readonly others: readonly TimedGrant[];
  /** Null: it is to stay. */
  readonly until: Date | null;
}

/**
 * What is to become of the end of access that is there already. Access without an end is not given one by the way. Null: it
 * has no end, and none was asked for.
 */
export async function renewalOf<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  target: Target,
  known: Known,
): Promise<ActionFailure | Renewal | null> {
  const { action, services, input } = request;
  if (action.timed === undefined || services.timed === null) return null;
  const until = action.timed(input, target)?.until ?? null;
  const [grant, ...others] = await liveGrants(request, known, 'GIVES');
  if (grant !== undefined) return { store: services.timed, grant, others, until };
  if (until === null) return null;
  return failure(
    {
      kind: 'CONFLICT',
      code: 'ALREADY_PERMANENT',
      message:
        'It is given already, and without an end. Nothing was changed, and it will not end at that moment. Take it away first, or leave out `until`.',
      retryable: false,
    },
    known,
  );
}

/** Moves the end, or takes it off: recorded before, like all that the guards let pass. Nothing is sent to the provider. */
export async function renew<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  renewal: Renewal,
  known: Known,
): Promise<ActionResult> {
  const { services, input } = request;
  const intent = intentOf(request, known.subject, known.state, randomUUID());
  const facts = {
    until: renewal.until?.toISOString() ?? null,
    previousUntil: renewal.grant.until.toISOString(),
  };
  const particulars = { facts };
  const done = (entry: LedgerEntry): ActionResult => ({
    kind: 'SUCCESS',
    changed: false,
    dryRun: input.dryRun === true,
    subject: known.subject,
    differences: [],
    version: versionOf(known.state),
    steps: [],
    facts,
    entryId: entry.id,
  });
  if (input.dryRun === true) {
    const settlement = { outcome: 'DRY_RUN', after: null, particulars, code: null } as const;
    const entry = await recordAtOnce(services, intent, settlement);
    return entry === null ? ledgerUnavailable(known) : done(entry);
  }
  let entry: LedgerEntry;
  try {
    entry = await services.ledger.begin(intent);
  } catch (error) {
    services.onLedgerFailure(error, `${intent.action} INTENDED`);
    return ledgerUnavailable(known);
  }
  const moved = await move(renewal, entry.id).catch((error: unknown) => {
    services.onLedgerFailure(error, `the end of the timed grant ${renewal.grant.id}`);
    return null;
  });
  const after = known.state;
  if (moved === true) {
    await settleSent(services, entry, { outcome: 'UNCHANGED', after, particulars, code: null });
    return done(entry);
  }
  const failed = moved === null ? ledgerUnavailable(known) : failure(overAlready, known);
  await settleSent(services, entry, { outcome: 'FAILED', after, code: failed.code });
  return { ...failed, entryId: entry.id };
}

const overAlready = {
  kind: 'CONFLICT',
  code: 'CONFLICT',
  message: 'The time of this access ended at this very moment. Nothing was changed; ask again.',
  retryable: true,
} as const;

/** False: it is over. */
async function move({ store, grant, others, until }: Renewal, entryId: string): Promise<boolean> {
  const superseded = others.map(({ id }) => id);
  if (until === null) return await store.supersede([grant.id, ...superseded], entryId);
  if (!(await store.reschedule(grant.id, until))) return false;
  if (superseded.length > 0) await store.supersede(superseded, entryId);
  return true;
}
