import { randomUUID } from 'node:crypto';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { User } from '../model/user.ts';
import type { UserActionDefinition } from './action-definition.ts';
import type { UserActionResult } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import type { ActorIdentity } from './actor.ts';
import { type Ending, endingOf, mayHaveHappened, type Trouble } from './ending.ts';
import { detachedScope } from './detached-scope.ts';
import { cancelled, ledgerUnavailable, refusedBy } from './failures.ts';
import { freshReads } from './guard-reads.ts';
import { blastRadius, tooMany } from './guards/blast-radius.ts';
import type { LedgerEntry } from './ledger.ts';
import { readBack, type Seen } from './read-back.ts';
import { intentOf, recordAtOnce, settleSent, stateOf } from './record.ts';
import type { UserActionInput } from './user-action-input.ts';

/** A change that every guard let pass. */
export interface Change {
  readonly definition: UserActionDefinition;
  readonly services: ActionServices;
  readonly loaders: DirectoryLoaders;
  readonly actor: ActorIdentity;
  readonly input: UserActionInput;
  /** As just read. */
  readonly user: User;
}

/** Records the intent, sends the change, looks at what became of it, and records that. */
export async function applyChange(change: Change): Promise<UserActionResult> {
  const { definition, services, loaders, actor, input, user } = change;
  const { directory, scope } = loaders;
  const correlationId = randomUUID();
  const intent = intentOf(definition, actor, input, user, correlationId);

  if (input.dryRun === true) {
    const settlement = { outcome: 'DRY_RUN', after: null, code: null } as const;
    const entry = await recordAtOnce(services, intent, settlement);
    if (entry === null) return ledgerUnavailable(user);
    return { kind: 'SUCCESS', changed: true, dryRun: true, user, entry };
  }

  const source = { actor: actor.name, directory: directory.key, action: definition.name };
  const exceeded = await services.blastRadius.take(source);
  if (exceeded !== null) {
    const refusal = tooMany(exceeded, { action: definition.name, actor, directory });
    return await refusedBy(services, intent, [{ guard: blastRadius, refusal }]);
  }
  let entry: LedgerEntry;
  try {
    if (scope.context.signal?.aborted === true) {
      await services.blastRadius.giveBack(source);
      return cancelled(user);
    }
    entry = await services.ledger.begin(intent);
  } catch (error) {
    services.onLedgerFailure(error, `${definition.name} INTENDED`);
    await services.blastRadius.giveBack(source);
    return ledgerUnavailable(user);
  }
  return await sendAndSettle(change, entry, correlationId);
}

async function sendAndSettle(
  { definition, services, loaders, user }: Change,
  entry: LedgerEntry,
  correlationId: string,
): Promise<UserActionResult> {
  const { directory, scope } = loaders;
  const { settings } = services;
  const detached = () => detachedScope(scope, correlationId, settings.changeDeadlineMs);
  const id = user.externalId;

  const trouble = await send(() =>
    directory.provider.userActions.setEnabled(id, definition.enabled, detached().context),
  );
  const seen: Seen | null =
    trouble !== null && !mayHaveHappened(trouble)
      ? null
      : await readBack(
          definition.enabled,
          () => freshReads(directory, detached()).user(id),
          settings.readBackDelaysMs,
          services.sleep,
        );
  remember(loaders, id, seen);
  const ending: Ending = endingOf(definition, trouble, seen, user);
  const after = ending.user ?? null;
  const settled = await settleSent(services, entry, {
    outcome: ending.outcome,
    after: after === null ? null : stateOf(after),
    code: ending.kind === 'SUCCESS' ? null : ending.code,
  });
  if (ending.kind === 'SUCCESS')
    return { kind: 'SUCCESS', changed: true, dryRun: false, user: ending.user, entry: settled };
  const { outcome: _outcome, ...failure } = ending;
  return { ...failure, entry: settled };
}

/** What was thrown instead of an answer; null: the provider accepted the change. */
async function send(call: () => Promise<unknown>): Promise<Trouble | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return { error };
  }
}

/** After a change was sent, nobody may be served what was known before it. */
function remember(loaders: DirectoryLoaders, id: string, seen: Seen | null): void {
  loaders.forgetUser(id);
  const user = seen === null || seen.state === 'GONE' ? null : seen.user;
  if (user === null) return;
  loaders.user.prime(id, user);
  loaders.directory.sweeper.replaceUser(user);
}
