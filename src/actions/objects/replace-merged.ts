import type { JsonObject } from '../../model/action.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Change } from '../action.ts';
import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import { mergePatch } from './merge-patch.ts';
import { changedMeanwhile, toldWell } from './provider-refusal.ts';

/**
 * Merges a patch into an object and writes the whole. The provider knows no conditional write, so it is read once more just
 * before: whatever was changed since it was looked at would be overwritten unseen. @throws {UpstreamError} `CONFLICT` then.
 */
export async function replaceMerged<I>(
  kind: ObjectKind,
  { target, before, environment: { provider, context } }: Change<I, ObjectRecord>,
  patch: JsonObject,
): Promise<void> {
  const { objectWrites } = provider;
  const now = await objectWrites.read(kind, target.externalId, context);
  if (now === null || canonicalJson(now.members) !== canonicalJson(before?.members))
    throw changedMeanwhile(kind, provider.directory, now === null);
  const whole = mergePatch(now.members, patch);
  await toldWell(kind, () => objectWrites.replace(kind, target.externalId, whole, context));
}
