import type { Action } from '../../actions/action.ts';
import type { UserActionInput } from '../../actions/users/user-target.ts';
import type { ActionSubject } from '../../model/action.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { UserStatusEnum } from '../user-enums.ts';
import { refDirectory, resolveUserRef, UserRef } from '../user-ref.ts';
import { UserType } from '../user.ts';
import { commonInputFields, defineAction, type InputFields } from './define-action.ts';

/** What the input of every action on a user has. */
export function userInputFields(t: InputFields) {
  return {
    user: t.field({ type: UserRef, required: true, description: 'Which user is meant.' }),
    ifStatus: t.field({
      type: UserStatusEnum,
      description:
        'Only when the user is in this state now; otherwise the answer is a conflict with the user as it is.',
    }),
    ...commonInputFields(t),
  };
}

/** The user of a success. */
export const userObject = {
  field: 'user',
  type: UserType,
  load: (subject: ActionSubject, context: GatewayContext) =>
    context.loaders(subject.directory).user.load(subject.externalId.split('/')[0] ?? ''),
};

type UserRefInput = typeof UserRef.$inferInput;

/** Where an action on a user happens, and how it finds the user. */
export function readUserInput<R extends { readonly user: UserRefInput }>(
  { user: ref, ...rest }: R,
  context: GatewayContext,
): { readonly directory: string; readonly input: Omit<R, 'user'> & UserActionInput } {
  return { directory: refDirectory(ref), input: { ...rest, user: () => resolveUserRef(ref, context) } };
}

/** A mutation on one user that needs nothing but the user. */
export function defineUserAction<S>(action: Action<UserActionInput, S>, description: string): void {
  const { mutation } = action;
  const Input = builder.inputType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`, {
    description: `What \`${mutation}\` is to do.`,
    fields: userInputFields,
  });
  defineAction({ action, description, input: Input, read: readUserInput, object: userObject });
}
