import { acceptanceActions } from '../actions/acceptances/acceptance-actions.ts';
import { availableActions } from '../actions/available-actions.ts';
import { linkActions } from '../actions/links/link-actions.ts';
import { everyAction } from '../actions/registry.ts';
import type { ActionAvailability } from '../model/action.ts';
import { builder } from './builder.ts';
import { UserType } from './user.ts';

export const ActionNameEnum = builder.enumType('ActionName', {
  description: 'What the gateway can do.',
  values: Object.fromEntries(
    [...everyAction, ...linkActions, ...acceptanceActions].map(({ name, summary }) => [
      name,
      { description: summary, value: name },
    ]),
  ),
});

const AvailableActionType = builder.objectRef<ActionAvailability>('AvailableAction').implement({
  description: 'Whether the caller could carry out an action on a user now.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    action: t.expose('action', { type: ActionNameEnum, description: 'The action.' }),
    allowed: t.exposeBoolean('allowed', { description: 'Whether nothing stands in its way.' }),
    blockedBy: t.exposeStringList('blockedBy', {
      description: 'What stands in its way: names of guards, or the state of the user.',
    }),
  }),
});

builder.objectFields(UserType, (t) => ({
  availableActions: t.field({
    type: [AvailableActionType],
    description: 'What the caller could do to this user now, by the guards that the actions themselves ask.',
    extensions: { cost: { calls: 2 } },
    resolve: (user, _args, context) =>
      availableActions(context.actions, context.loaders(user.directory), context.caller, user),
  }),
}));
