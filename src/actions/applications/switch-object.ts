import type { ActionName } from '../../model/action.ts';
import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import type { Action } from '../action.ts';
import {
  notPossible,
  type ObjectActionSpec,
  type ObjectInput,
  onObject,
  wordsOf,
} from '../objects/object-target.ts';
import { replaceMerged } from '../objects/replace-merged.ts';

/**
 * Switches an object on, or off. The provider replaces an object whole, so it is read, switched and written; the ledger has
 * only the switch, so that what takes it back does not mind other changes since.
 */
export function switchObject(
  kind: ObjectKind,
  enabled: boolean,
  { permission, guards, objection }: ObjectActionSpec,
): Action<ObjectInput, ObjectRecord> {
  const inverse: ActionName = enabled ? (`DISABLE_${kind}` as const) : (`ENABLE_${kind}` as const);
  const type = wordsOf(kind)
    .split(/[ -]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return {
    ...onObject(kind),
    name: enabled ? (`ENABLE_${kind}` as const) : (`DISABLE_${kind}` as const),
    mutation: `${enabled ? 'enable' : 'disable'}${type}`,
    summary: `Switch the ${wordsOf(kind)} ${enabled ? 'on' : 'off'}.`,
    permission,
    effect: 'SET',
    inverse,
    guards: guards ?? [],
    describe: described,
    foresee: (before) => before && { ...described(before), enabled },
    objection: async ({ before, environment }) => {
      if (before === null) return null;
      if (typeof before.members['enabled'] !== 'boolean')
        return notPossible(
          `The provider does not say whether this ${wordsOf(kind)} is on, as with those of its own: it cannot be switched.`,
        );
      return (await objection?.(before, environment)) ?? null;
    },
    holds: (record) => {
      const is = record?.members['enabled'];
      return typeof is === 'boolean' ? is === enabled : null;
    },
    send: async (change) => {
      await replaceMerged(kind, change, { enabled });
      return {};
    },
    undo: ({ subject }) => ({ action: inverse, input: { externalId: subject.externalId } }),
  };
}

function described({ members }: ObjectRecord) {
  return { name: members['name'] ?? null, enabled: members['enabled'] ?? null };
}
