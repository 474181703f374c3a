import type { ObjectRef } from '@pothos/core';
import type { Action, ActionInput } from '../../actions/action.ts';
import type { CreateObjectInput } from '../../actions/objects/create-object.ts';
import type { ObjectInput } from '../../actions/objects/object-target.ts';
import type { UpdateObjectInput } from '../../actions/objects/update-object.ts';
import type { ActionSubject } from '../../model/action.ts';
import type { ObjectRecord } from '../../providers/object-writes.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction, type InputFields } from './define-action.ts';
import { memberInputFields, membersOf, type ObjectFields, type Values } from './object-fields.ts';

type Shapes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** A type whose objects are named by their global id. */
interface Named {
  /** The field of the input: `group`. */
  readonly field: string;
  readonly typename: string;
}

interface ObjectMutations<O> {
  /** What is created, changed and deleted, for descriptions: `group`. */
  readonly what: string;
  readonly create?: {
    readonly action: Action<CreateObjectInput, ObjectRecord>;
    readonly description: string;
  };
  readonly update?: {
    readonly action: Action<UpdateObjectInput, ObjectRecord>;
    readonly description: string;
  };
  readonly remove?: { readonly action: Action<ObjectInput, ObjectRecord>; readonly description: string };
  /** What needs nothing but the object, such as switching it off. */
  readonly further?: readonly {
    readonly action: Action<ObjectInput, ObjectRecord>;
    readonly description: string;
  }[];
  /** Objects that the graph has ids of; left out: they are named by the provider's id. */
  readonly named?: Named;
  /** What it belongs to. */
  readonly parent?: Named;
  readonly fields: ObjectFields;
  /** The field of the success that shows it; left out: the success tells its id only. */
  readonly object?: {
    readonly field: string;
    readonly type: ObjectRef<Shapes, O>;
    readonly load: (subject: ActionSubject, context: GatewayContext) => Promise<O | null> | O | null;
  };
}

/**
 * The mutations of one kind of object: `createGroup`, `updateGroup`, `deleteGroup`. A new one is created in a directory, or
 * in the object that it belongs to; others are named by their id in the graph, or by the provider's where they have none.
 */
export function defineObjectActions<O = never>(mutations: ObjectMutations<O>): void {
  const { what, create, update, remove, fields, parent } = mutations;
  const shown = mutations.object === undefined ? {} : { object: mutations.object };

  if (create !== undefined)
    defineObjectAction<CreateObjectInput, O>(
      create,
      shown,
      (t) => ({
        ...(parent === undefined
          ? {
              directory: t.string({
                required: true,
                description: 'Key of the directory that it is to be in.',
              }),
            }
          : {
              [parent.field]: t.id({
                required: true,
                description: `Id of what the ${what} is to belong to.`,
              }),
            }),
        ...memberInputFields(t, fields, true),
        settings: settingsField(t, what),
      }),
      (values) => {
        const place =
          parent === undefined ? null : parseObjectId(String(values[parent.field]), parent.typename);
        const directory = place?.directory ?? String(values['directory']);
        return {
          directory,
          input: { parent: place?.externalId ?? null, members: membersOf(fields, values, directory) },
        };
      },
    );

  if (update !== undefined)
    defineObjectAction<UpdateObjectInput, O>(
      update,
      shown,
      (t) => ({
        ...referenceFields(t, mutations),
        ...memberInputFields(t, fields, false),
        settings: settingsField(t, what),
      }),
      (values) => {
        const { directory, externalId } = referenceOf(mutations, values);
        return { directory, input: { externalId, members: membersOf(fields, values, directory) } };
      },
    );

  const simple = (one: NonNullable<typeof remove>, object: Pick<ObjectMutations<O>, 'object'>): void => {
    defineObjectAction<ObjectInput, O>(
      one,
      object,
      (t) => referenceFields(t, mutations),
      (values) => {
        const { directory, externalId } = referenceOf(mutations, values);
        return { directory, input: { externalId } };
      },
    );
  };
  if (remove !== undefined) simple(remove, {});
  for (const one of mutations.further ?? []) simple(one, shown);
}

function defineObjectAction<I extends ActionInput, O>(
  { action, description }: { readonly action: Action<I, ObjectRecord>; readonly description: string },
  shown: Pick<ObjectMutations<O>, 'object'>,
  fields: (t: InputFields) => ReturnType<typeof memberInputFields>,
  read: (values: Values) => { readonly directory: string; readonly input: I },
): void {
  const { mutation } = action;
  const Input = builder.inputType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`, {
    description: `What \`${mutation}\` is to do.`,
    fields: (t) => ({ ...fields(t), ...commonInputFields(t) }),
  });
  defineAction<Values, I, ObjectRecord, O>({
    action,
    description,
    input: Input,
    read: (values) => {
      const { directory, input } = read(values);
      return { directory, input: { ...commonOf(values), ...input } };
    },
    ...shown,
    success: (t) => ({
      externalId: t.string({
        description:
          "The provider's id; of what belongs to another object both, as `<parent>/<id>`. Empty when it does not exist yet.",
        resolve: ({ subject }) => subject.externalId,
      }),
    }),
  });
}

function settingsField(t: InputFields, what: string) {
  return t.field({
    type: 'JSON',
    description: `Further members of the ${what}, in the provider's own words; null takes one away. What has a field of its own is taken from that.`,
  });
}

function referenceFields(
  t: InputFields,
  { what, named, parent }: Pick<ObjectMutations<never>, 'what' | 'named' | 'parent'>,
) {
  if (named !== undefined)
    return { [named.field]: t.id({ required: true, description: `Id of the ${what}.` }) };
  return {
    ...(parent === undefined
      ? { directory: t.string({ required: true, description: 'Key of the directory that it is in.' }) }
      : { [parent.field]: t.id({ required: true, description: `Id of what the ${what} belongs to.` }) }),
    externalId: t.string({ required: true, description: `The provider's id of the ${what}.` }),
  };
}

function referenceOf(
  { named, parent }: Pick<ObjectMutations<never>, 'named' | 'parent'>,
  values: Values,
): { readonly directory: string; readonly externalId: string } {
  if (named !== undefined) return parseObjectId(String(values[named.field]), named.typename);
  const id = String(values['externalId']);
  if (parent === undefined) return { directory: String(values['directory']), externalId: id };
  const { directory, externalId } = parseObjectId(String(values[parent.field]), parent.typename);
  // Both forms are understood: the provider's own id, and that of a success, which names the parent too.
  return { directory, externalId: id.startsWith(`${externalId}/`) ? id : `${externalId}/${id}` };
}

function commonOf({ reason, idempotencyKey, dryRun, ifVersion }: Values): ActionInput {
  return { reason, idempotencyKey, dryRun, ifVersion } as ActionInput;
}
