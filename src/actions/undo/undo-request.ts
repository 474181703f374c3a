import type { Caller } from '../../access/caller.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { JsonObject } from '../../model/action.ts';
import type { Permission } from '../../model/permission.ts';
import type { ActionInput } from '../action.ts';
import type { ActionResult } from '../action-result.ts';
import type { ActionServices } from '../action-services.ts';
import { versionOf } from '../differences.ts';
import type { LedgerCause, LedgerEntry } from '../ledger.ts';

export interface UndoRequest {
  readonly services: ActionServices;
  /** Of the directory that the entry is said to be in. */
  readonly loaders: DirectoryLoaders;
  /** Of another one, where the entry is about an account there, too; null: it is not configured. Left out: there is no other. */
  readonly loadersOf?: (directory: string) => DirectoryLoaders | null;
  readonly caller: Caller;
  readonly entryId: string;
  readonly input: Pick<ActionInput, 'reason' | 'idempotencyKey' | 'dryRun'>;
}

/** How an entry is taken back. */
export interface Inverse {
  readonly permission: Permission;
  /** @param later what has changed the same since; then no state is the one that the entry left. */
  readonly carryOut: (cause: LedgerCause, later: LedgerEntry | null) => Promise<ActionResult>;
}

/** Whether some members of a state are as an entry left them, and nothing later changed them. */
export function isAsLeft(
  members: readonly string[],
  { after }: LedgerEntry,
  later: LedgerEntry | null,
): (state: JsonObject) => boolean {
  const partOf = (state: JsonObject | null): string | null =>
    versionOf(Object.fromEntries(members.map((name) => [name, state?.[name] ?? null])));
  return (state) => later === null && partOf(state) === partOf(after);
}
