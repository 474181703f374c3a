import type { JsonObject } from '../../model/action.ts';
import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import type { Action } from '../action.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { isAsAsked } from './as-asked.ts';
import { isJsonObject, mergePatch, reversePatch } from './merge-patch.ts';
import {
  membersProblem,
  namesOf,
  notPossible,
  type ObjectActionSpec,
  type ObjectInput,
  onObject,
  secretFingerprint,
  withArticle,
  wordsOf,
} from './object-target.ts';
import { replaceMerged } from './replace-merged.ts';
import { hasSecret, redacted, withoutSecrets } from './secret-members.ts';

/** What changing an object accepts. */
export interface UpdateObjectInput extends ObjectInput {
  /** A merge patch in the provider's own words: members that are left out stay, null takes one away. */
  readonly members: JsonObject;
}

/**
 * Changes some members of an object. The provider replaces an object whole, so it is read, the members are merged in, and
 * the whole is written; read back, what was asked for must hold. Where only secrets were asked for, which nothing shows, the
 * provider's consent has to do.
 */
export function updateObject(
  kind: ObjectKind,
  { permission, guards, fixed = [], objection, memberObjection }: ObjectActionSpec,
): Action<UpdateObjectInput, ObjectRecord> {
  const { name, mutation } = namesOf('UPDATE', kind);
  const asked = (members: JsonObject): JsonObject => withoutSecrets(kind, members);
  const asksSecrets = (members: JsonObject): boolean => hasSecret(redacted(kind, members));
  return {
    ...onObject(kind),
    name,
    mutation,
    permission,
    summary: `Change ${withArticle(kind)}.`,
    effect: 'SET',
    inverse: name,
    guards: guards ?? [],
    problem: ({ members }) => {
      if (Object.values(members).every((value) => value === undefined))
        return 'Expected at least one member to change; received none.';
      const closed = fixed.find((one) => Object.hasOwn(members, one));
      if (closed !== undefined)
        return `Expected members that can be changed; received "${closed}", which is set for good when the ${wordsOf(kind)} is created. Leave it out.`;
      return membersProblem(members);
    },
    objection: async ({ before, input: { members }, environment }) =>
      before === null
        ? null
        : (objectionTo(kind, before, members) ??
          (await objection?.(before, environment)) ??
          (await memberObjection?.(before, members, environment)) ??
          null),
    foresee: (before, { members }) => before && redacted(kind, mergePatch(before.members, members)),
    parameters: ({ members }) => ({ members: redacted(kind, members) }),
    fingerprint: (input) => secretFingerprint(kind, input.members, input),
    holds: (record, { members }) => {
      if (record === null) return null;
      const others = isAsAsked(record.members, asked(members), 'EXACT');
      return others && asksSecrets(members) ? null : others;
    },
    confirms: (after, { input: { members } }, sent) => {
      if (after === null) return null;
      const others = isAsAsked(after.members, asked(members), 'TOLERANT');
      return others && sent === null && asksSecrets(members) ? null : others;
    },
    send: async (change) => {
      await replaceMerged(kind, change, change.input.members);
      return {};
    },
    undo: (entry) => undoOf(entry),
  };
}

function objectionTo(kind: ObjectKind, record: ObjectRecord, members: JsonObject): GuardRefusal | null {
  if (record.members['default'] === true && (members['default'] === null || members['default'] === false))
    return notPossible(
      `This is the default ${wordsOf(kind)}, and there is always one: make another the default, which takes it from this one.`,
    );
  const derived = Object.keys(members).find((name) => Object.hasOwn(record.readOnly, name));
  return derived === undefined
    ? null
    : notPossible(`"${derived}" of ${withArticle(kind)} is worked out by the provider: it cannot be set.`);
}

/** What was touched is put back. What was secret is not known any more; who became the default only ends by another one. */
function undoOf({ action, subject, parameters, before }: LedgerEntry) {
  const members = parameters?.['members'];
  if (before === null || !isJsonObject(members) || members['default'] === true) return null;
  const reverse = reversePatch(members, before);
  return hasSecret(members) || hasSecret(reverse)
    ? null
    : { action, input: { externalId: subject.externalId, members: reverse } };
}
