import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Action } from '../action.ts';
import {
  namesOf,
  notPossible,
  type ObjectActionSpec,
  type ObjectInput,
  onObject,
  withArticle,
  wordsOf,
} from './object-target.ts';
import { toldWell } from './provider-refusal.ts';

/** Deletes an object. Nothing takes it back: another one with the same members has another id, and nothing refers to it. */
export function deleteObject(
  kind: ObjectKind,
  { permission, guards, objection }: ObjectActionSpec,
): Action<ObjectInput, ObjectRecord> {
  return {
    ...onObject(kind),
    ...namesOf('DELETE', kind),
    permission,
    summary: `Delete ${withArticle(kind)}.`,
    effect: 'DELETE',
    inverse: null,
    guards: guards ?? [],
    objection: async ({ before, environment }) => {
      if (before === null) return null;
      if (before.members['default'] === true)
        return notPossible(
          `This is the default ${wordsOf(kind)}, which cannot be deleted: make another the default first.`,
        );
      return (await objection?.(before, environment)) ?? null;
    },
    foresee: () => null,
    holds: (record) => record === null,
    send: async ({ target, environment: { provider, context } }) => {
      try {
        await toldWell(kind, () => provider.objectWrites.remove(kind, target.externalId, context));
      } catch (error) {
        // Somebody was faster, or an earlier try of this very call was: it is gone, which is looked at next.
        if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
      }
      return {};
    },
  };
}
