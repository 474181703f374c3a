import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { SignOnPolicy, SignOnPolicyAction } from '../model/policy.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeInDirectory } from './place.ts';

const ActionType = builder.objectRef<SignOnPolicyAction>('SignOnPolicyAction').implement({
  description: 'One step of a sign-on.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    type: t.exposeString('type', {
      description: "The provider's word: `LOGIN`, `MULTI_FACTOR_AUTHENTICATION`, ...",
    }),
    priority: t.exposeInt('priority', { description: 'Its place in the order; 1 comes first.' }),
    isConditional: t.exposeBoolean('conditional', {
      description: 'Whether a condition decides if it is asked for.',
    }),
    noDevicesMode: t.exposeString('noDevicesMode', {
      nullable: true,
      description: 'What happens to people without a second factor: `BYPASS` lets them in, `BLOCK` does not.',
    }),
  }),
});

export const SignOnPolicyType = builder.objectRef<SignOnPolicy>('SignOnPolicy');

/** A policy by its id. They are few: all are read together, and kept for a while. */
export function signOnPolicyById(loaders: DirectoryLoaders, id: string): Promise<SignOnPolicy | null> {
  return rowById(loaders.settings.signOnPolicies(), id);
}

builder.node(SignOnPolicyType, {
  description: 'How people prove who they are: steps that are tried in order.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return signOnPolicyById(context.loaders(directory), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: true,
      description: 'Whether applications without a policy of their own use it.',
    }),
    actions: t.field({
      type: [ActionType],
      nullable: true,
      description: 'Its steps, first one first; null, with an error, when they could not be read.',
      extensions: { cost: { calls: 1 } },
      resolve: async (policy, _args, context) => {
        const rows = await wholeRows(
          context.loaders(policy.directory).signOnPolicyActions.load(policy.externalId),
        );
        return rows.toSorted((one, other) => one.priority - other.priority);
      },
    }),
    requiresMfa: t.boolean({
      nullable: true,
      description:
        'Whether everybody must give a second factor: a step asks for one without a condition and blocks people without a device. Null when the steps could not be read.',
      extensions: { cost: { calls: 1 } },
      resolve: async (policy, _args, context) => {
        const rows = await wholeRows(
          context.loaders(policy.directory).signOnPolicyActions.load(policy.externalId),
        );
        return rows.some(asksEverybody);
      },
    }),
  }),
});

function asksEverybody(action: SignOnPolicyAction): boolean {
  const asks = action.type === 'MULTI_FACTOR_AUTHENTICATION' || action.type === 'PINGID_AUTHENTICATION';
  return asks && !action.conditional && action.noDevicesMode !== 'BYPASS';
}

builder.objectFields(DirectoryType, (t) => ({
  signOnPolicies: t.field({
    type: [SignOnPolicyType],
    nullable: true,
    description: 'Its sign-on policies; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) =>
      wholeRows(context.loaders(directory.key).settings.signOnPolicies()),
  }),
}));
