import type { ActionSuccess, UserActionResult } from '../../actions/action-result.ts';
import type { ActionServices } from '../../actions/action-services.ts';
import type { ActorIdentity } from '../../actions/actor.ts';
import type { UserActionInput } from '../../actions/user-action-input.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import { errorTypenames, userActionErrors } from '../action-error.ts';
import { builder } from '../builder.ts';
import { LedgerEntryType } from '../ledger.ts';
import { UserStatusEnum } from '../user-enums.ts';
import { refDirectory, resolveUserRef, UserRef } from '../user-ref.ts';
import { UserType } from '../user.ts';

interface UserActionMutation {
  /** `suspendUser`; its types are named after it. */
  readonly name: string;
  readonly description: string;
  readonly run: (
    services: ActionServices,
    loaders: DirectoryLoaders,
    actor: ActorIdentity,
    input: UserActionInput,
  ) => Promise<UserActionResult>;
}

/** A mutation with one intention on one user: its input, its success, and all the ways in which it does not succeed. */
export function defineUserAction({ name, description, run }: UserActionMutation): void {
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);

  const Input = builder.inputType(`${typeName}Input`, {
    description: `What \`${name}\` is to do.`,
    fields: (t) => ({
      user: t.field({ type: UserRef, required: true, description: 'Which user is meant.' }),
      reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
      idempotencyKey: t.string({
        description:
          'A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day.',
      }),
      dryRun: t.boolean({
        defaultValue: false,
        description: 'Everything but the change: the answer says what would happen.',
      }),
      ifStatus: t.field({
        type: UserStatusEnum,
        description:
          'Only when the user is in this state now; otherwise the answer is a conflict with the user as it is.',
      }),
    }),
  });

  const Success = builder.objectRef<ActionSuccess>(`${typeName}Success`).implement({
    description: 'It is done, and was read back; or, for a rehearsal, nothing stands in its way.',
    fields: (t) => ({
      changed: t.exposeBoolean('changed', {
        description: 'Whether anything was changed, or would be: false when it was so already.',
      }),
      dryRun: t.exposeBoolean('dryRun', { description: 'Whether it was only a rehearsal.' }),
      user: t.field({
        type: UserType,
        description: 'The user, as it was read back.',
        resolve: (success) => success.user,
      }),
      entry: t.field({
        type: LedgerEntryType,
        description: 'The entry in the ledger.',
        resolve: (success) => success.entry,
      }),
    }),
  });

  const Result = builder.unionType(`${typeName}Result`, {
    description: `How \`${name}\` ended.`,
    types: [Success, ...userActionErrors],
    resolveType: (result) => (result.kind === 'SUCCESS' ? `${typeName}Success` : errorTypenames[result.kind]),
  });

  builder.mutationField(name, (t) =>
    t.field({
      type: Result,
      description,
      args: { input: t.arg({ type: Input, required: true, description: 'What is to be done.' }) },
      extensions: { cost: { calls: 6 } },
      resolve: (_root, { input }, context) => {
        const { user: ref, ...rest } = input;
        return run(context.actions, context.loaders(refDirectory(ref)), context.actor, {
          ...rest,
          user: () => resolveUserRef(ref, context),
        });
      },
    }),
  );
}
