import { versionOf } from '../differences.ts';
import type { LedgerEntry } from '../ledger.ts';
import { actionNamed } from '../registry.ts';
import { runAction } from '../run-action.ts';
import { acceptanceInverse } from './acceptance-inverse.ts';
import { linkInverse } from './link-inverse.ts';
import type { Inverse, UndoRequest } from './undo-request.ts';

/** Null: nothing takes it back. */
export function inverseOf(entry: LedgerEntry, request: UndoRequest): Inverse | null {
  return acceptanceInverse(entry, request) ?? linkInverse(entry, request) ?? actionInverse(entry, request);
}

function actionInverse(
  entry: LedgerEntry,
  { services, loaders, caller, input }: UndoRequest,
): Inverse | null {
  const undo = actionNamed(entry.action)?.undo?.(entry) ?? null;
  const action = undo === null ? null : actionNamed(undo.action);
  if (undo === null || action === null) return null;
  return {
    permission: action.permission,
    carryOut: async (cause, later) => {
      // No state has this version: it is a conflict, told with the state as it is.
      const version = later === null ? versionOf(entry.after) : `changed by ${later.id}`;
      const ifVersion = version === null ? {} : { ifVersion: version };
      return await runAction({
        action,
        services,
        loaders,
        caller,
        input: { ...undo.input, ...input, ...ifVersion },
        cause,
      });
    },
  };
}
