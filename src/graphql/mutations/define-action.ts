import type { FieldRef, InputObjectRef, ObjectRef } from '@pothos/core';
import { can, type Caller } from '../../access/caller.ts';
import type { Action, ActionInput, AnyAction } from '../../actions/action.ts';
import type { ActionResult, ActionSuccess } from '../../actions/action-result.ts';
import { runAction } from '../../actions/run-action.ts';
import type { ActionSubject } from '../../model/action.ts';
import { StepType, DifferenceType } from '../action-parts.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { doneFields, resultUnion } from '../success.ts';

type Shapes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;
export type InputFields = PothosSchemaTypes.InputFieldBuilder<Shapes, 'InputObject'>;
type SuccessFields = PothosSchemaTypes.ObjectFieldBuilder<Shapes, ActionSuccess>;

/** What every action's input has. */
export function commonInputFields(t: InputFields) {
  return {
    reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
    idempotencyKey: t.string({
      description:
        'A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day.',
    }),
    dryRun: t.boolean({
      defaultValue: false,
      description: 'Everything but the change: the answer says what would happen.',
    }),
    ifVersion: t.string({
      description:
        'Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is.',
    }),
  };
}

interface ActionMutation<T, I extends ActionInput, S, O> {
  readonly action: Action<I, S>;
  readonly description: string;
  readonly input: InputObjectRef<Shapes, T>;
  /** Where it is to happen, and what: out of the arguments. @throws {GraphQLError} `BAD_USER_INPUT` */
  readonly read: (input: T, context: GatewayContext) => { readonly directory: string; readonly input: I };
  /** The field of the success that is the object, as it was read back; left out: the object has no type of its own here. */
  readonly object?: {
    readonly field: string;
    readonly type: ObjectRef<Shapes, O>;
    readonly load: (subject: ActionSubject, context: GatewayContext) => Promise<O | null> | O | null;
  };
  /** What else the success tells; see `ActionSuccess.facts`. */
  readonly success?: (t: SuccessFields) => Record<string, FieldRef<Shapes, unknown, 'Object'>>;
}

/** A mutation with one intention: its success, and all the ways in which it does not succeed. Its types are named after it. */
export function defineAction<T, I extends ActionInput, S, O = never>(
  mutation: ActionMutation<T, I, S, O>,
): void {
  const { action, description, input: Input, read, object, success } = mutation;
  const name = action.mutation;
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);
  const extensions = { permission: action.permission };

  const Success = builder.objectRef<ActionSuccess>(`${typeName}Success`).implement({
    description: 'It is done, and was read back; or, for a rehearsal, nothing stands in its way.',
    extensions: { permission: 'public' },
    fields: (t) => ({
      ...doneFields(t),
      differences: t.expose('differences', {
        type: [DifferenceType],
        nullable: true,
        description: 'What was changed, or would be; null for callers who may not read what it is about.',
        extensions: { permission: action.reads ?? 'directory:read' },
      }),
      version: t.exposeString('version', {
        nullable: true,
        description:
          'Stands for the state that was read: see `ifVersion`. Null when the object does not exist.',
      }),
      steps: t.expose('steps', { type: [StepType], description: 'Its parts, where it has several.' }),
      ...(object && {
        [object.field]: t.field({
          type: object.type,
          nullable: true,
          description: 'The object, as it was read back; null when it does not exist (any more, or yet).',
          resolve: ({ subject }, _args, context) =>
            (subject.externalId === '' ? null : object.load(subject, context)) as never,
        }),
      }),
      ...success?.(t),
    }),
  });

  const Result = resultUnion(name, Success, `${typeName}Success`);

  builder.mutationField(name, (t) =>
    t.field({
      type: Result,
      nullable: true,
      description,
      args: { input: t.arg({ type: Input, required: true, description: 'What is to be done.' }) },
      extensions: { ...extensions, cost: { calls: 6 } },
      resolve: async (_root, args, context) => {
        const { directory, input } = read((args as { readonly input: T }).input, context);
        const result = await runAction({
          action,
          services: context.actions,
          loaders: context.loaders(directory),
          caller: context.caller,
          input,
        });
        return withoutUnreadable(result, action, context.caller);
      },
    }),
  );
}

/** A failure that tells the state of the object, for a caller who may read that state; for others without it. */
function withoutUnreadable(
  result: ActionResult,
  { reads = 'directory:read' }: Pick<AnyAction, 'reads'>,
  caller: Caller,
): ActionResult {
  if (result.kind === 'SUCCESS' || result.kind === 'REFUSED' || result.state === null) return result;
  const { directory } = result.subject ?? {};
  return can(caller, reads, directory === undefined ? {} : { directory })
    ? result
    : { ...result, state: null };
}
