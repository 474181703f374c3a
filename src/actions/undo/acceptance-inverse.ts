import type { Acceptance } from '../../findings/history/finding-history.ts';
import type { JsonObject } from '../../model/action.ts';
import { severities } from '../../model/finding.ts';
import {
  acceptanceActions,
  acceptancePermission,
  acceptFinding,
  withdrawAcceptance,
} from '../acceptances/acceptance-actions.ts';
import { changeAcceptance } from '../acceptances/change-acceptance.ts';
import { seenBy } from '../acceptances/seen-finding.ts';
import type { ActionResult } from '../action-result.ts';
import { notFound, readFailed } from '../failures.ts';
import type { LedgerEntry } from '../ledger.ts';
import { isJsonObject } from '../objects/merge-patch.ts';
import { type Inverse, isAsLeft, type UndoRequest } from './undo-request.ts';

/** How somebody's acceptance of a risk, or its withdrawal, is taken back; null: the entry is about neither. */
export function acceptanceInverse(entry: LedgerEntry, request: UndoRequest): Inverse | null {
  const finding = entry.before?.['finding'];
  if (!acceptanceActions.some(({ name }) => name === entry.action) || typeof finding !== 'string')
    return null;
  const now = request.services.now();
  const held = acceptanceIn(entry.before, now);
  // To take an acceptance back is always possible, also when the one whose place it took would be over.
  const isOver = held !== null && held.expiresAt <= now && entry.action === acceptFinding.name;
  const restores = isOver ? null : held;
  return {
    permission: acceptancePermission,
    carryOut: async (cause, later) => {
      const { services, caller, loaders, input } = request;
      const missing = (): ActionResult => notFound('finding', loaders.directory.key);
      const record = (await services.findings.recordsOf([finding])).get(finding);
      if (record === undefined) return missing();
      try {
        const seen = await seenBy(record, caller, loaders);
        if (seen === null) return missing();
        return await changeAcceptance({
          action: restores === null ? withdrawAcceptance : acceptFinding,
          services,
          caller,
          finding: record,
          populationId: seen.populationId,
          expiresAt: restores?.expiresAt ?? null,
          input,
          undoing: { cause, restores, isStill: isAsLeft(['acceptance'], entry, later) },
        });
      } catch (error) {
        return readFailed(error);
      }
    },
  };
}

/** As the ledger has it. */
function acceptanceIn(state: JsonObject | null, at: Date): Acceptance | null {
  const held = state?.['acceptance'];
  if (!isJsonObject(held)) return null;
  const { by, reason, expiresAt, severity } = held;
  const known = severities.find((one) => one === severity);
  if (typeof by !== 'string' || typeof reason !== 'string' || typeof expiresAt !== 'string' || !known)
    return null;
  return { by, reason, at, expiresAt: new Date(expiresAt), severity: known };
}
