import type { SweepFindings } from '../../../src/findings/evaluate-sweep.ts';
import type { FindingEvent, Look } from '../../../src/findings/history/finding-history.ts';
import { MemoryHistoryStore } from '../../../src/findings/history/memory-history.ts';
import { claimsOf, tellsOfFaults, type Truth } from './claims.ts';

/**
 * Everything that an evaluation under faults says and ought not to.
 * @param whole the look at everything as it is. @param look what was handed to the history; undefined: nothing, as nothing was new.
 */
export async function untrueIn(
  found: SweepFindings,
  truth: Truth,
  whole: Look,
  look: Look | undefined,
): Promise<readonly string[]> {
  return [...truth.false(claimsOf(found)), ...withoutReason(found), ...(await changesAfter(whole, look))];
}

/** What is not decided, and nobody says why. */
function withoutReason({ findings }: SweepFindings): readonly string[] {
  return findings
    .filter(({ state, unknownReason }) => (state === 'UNKNOWN') === (unknownReason === null))
    .map(({ ruleId, subject }) => `without a reason: ${ruleId} ${subject.externalId}`);
}

/** What a look under faults does to findings that a look at everything saw: they stay as they were, decided or not. */
async function changesAfter(whole: Look, look: Look | undefined): Promise<readonly string[]> {
  if (look === undefined) return [];
  const history = new MemoryHistoryStore();
  await history.observe(whole);
  const at = new Date(Math.max(Number(look.at), Number(whole.at) + 1));
  const events = await history.observe({ ...look, at });
  return events.filter(isChange).map(({ kind, ruleId, subject, because, severityBefore, severity }) => {
    const changed = severityBefore === null ? (because ?? '') : `from ${severityBefore} to ${severity}`;
    return `${kind} ${changed}: ${ruleId} ${subject.type} ${subject.externalId}`;
  });
}

/** What is opened may be what another way of reading says in truth; whether it is, was asked of the claims. */
function isChange({ kind, ruleId }: FindingEvent): boolean {
  return kind !== 'OPENED' && !tellsOfFaults(ruleId);
}
