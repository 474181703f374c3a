import type { JsonObject } from '../../model/action.ts';
import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import type { Action, ActionInput } from '../action.ts';
import { isAsAsked } from './as-asked.ts';
import { mergePatch } from './merge-patch.ts';
import {
  membersProblem,
  namesOf,
  type ObjectActionSpec,
  onObject,
  secretFingerprint,
  withArticle,
} from './object-target.ts';
import { toldWell } from './provider-refusal.ts';
import { redacted, withoutSecrets } from './secret-members.ts';

/** What creating an object accepts. */
export interface CreateObjectInput extends ActionInput {
  /** The provider's id of the object that it is to belong to, for kinds that do. */
  readonly parent?: string | null | undefined;
  /** In the provider's own words. */
  readonly members: JsonObject;
}

/**
 * Creates an object. One that is there already, and as asked for, is left alone; one that is otherwise is a conflict. Secrets
 * are not compared: nobody may find them out by asking, and a repeat leaves the one that is there.
 */
export function createObject(
  kind: ObjectKind,
  { permission, guards, complete = (members) => members, memberObjection }: ObjectActionSpec,
): Action<CreateObjectInput, ObjectRecord> {
  const { describe, idOf, forget, subjectType } = onObject(kind);
  const made = (members: JsonObject): JsonObject => mergePatch({}, complete(members));
  return {
    ...namesOf('CREATE', kind),
    subjectType,
    describe,
    idOf,
    forget,
    permission,
    summary: `Create ${withArticle(kind)}.`,
    effect: 'CREATE',
    inverse: namesOf('DELETE', kind).name,
    guards: guards ?? [],
    problem: ({ members }) => membersProblem(members),
    locate: async () => ({ externalId: '' }),
    read: async ({ externalId }, { parent, members }, { provider: { objectWrites }, context }) =>
      externalId === ''
        ? await objectWrites.find(kind, parent ?? null, members, context)
        : await objectWrites.read(kind, externalId, context),
    objection: async ({ input: { members }, environment }) =>
      (await memberObjection?.(null, made(members), environment)) ?? null,
    foresee: (_before, { members }) => redacted(kind, made(members)),
    parameters: ({ parent, members }) => ({
      ...(typeof parent === 'string' && { parent }),
      members: redacted(kind, members),
    }),
    fingerprint: (input) => secretFingerprint(kind, input.members, input),
    holds: (record, { members }) =>
      // With its secrets: one that is there with another secret, or does not show it, is not said to be as asked for.
      record !== null && isAsAsked(record.members, made(members), 'EXACT'),
    confirms: (after, { input: { members } }) =>
      after !== null && isAsAsked(after.members, withoutSecrets(kind, made(members)), 'TOLERANT'),
    send: async ({ input: { parent, members }, environment: { provider, context } }) => {
      const { externalId } = await toldWell(kind, () =>
        provider.objectWrites.create(kind, parent ?? null, made(members), context),
      );
      return { createdId: externalId };
    },
    undo: ({ subject }) =>
      subject.externalId === ''
        ? null
        : { action: namesOf('DELETE', kind).name, input: { externalId: subject.externalId } },
  };
}
