import {
  createSignOnPolicy,
  createSignOnPolicyAction,
  deleteSignOnPolicy,
  deleteSignOnPolicyAction,
  updateSignOnPolicy,
  updateSignOnPolicyAction,
} from '../../actions/settings/sign-on-policy-actions.ts';
import type { ActionSubject } from '../../model/action.ts';
import type { GatewayContext } from '../context.ts';
import { signOnPolicyById, SignOnPolicyType } from '../sign-on-policy.ts';
import { defineObjectActions } from './define-object-actions.ts';

/** The policy, also where the subject is one of its steps. */
const policy = {
  field: 'signOnPolicy',
  type: SignOnPolicyType,
  load: ({ directory, externalId }: ActionSubject, context: GatewayContext) =>
    signOnPolicyById(context.loaders(directory), externalId.split('/')[0] ?? ''),
};

defineObjectActions({
  what: 'sign-on policy',
  named: { field: 'signOnPolicy', typename: 'SignOnPolicy' },
  create: {
    action: createSignOnPolicy,
    description:
      'Creates a sign-on policy without steps: give it some with `createSignOnPolicyAction`, and only then make it the default or assign it.',
  },
  update: {
    action: updateSignOnPolicy,
    description: 'Changes a sign-on policy; members of the input that are left out stay.',
  },
  remove: {
    action: deleteSignOnPolicy,
    description:
      'Deletes a sign-on policy that no application uses, with its steps; not the default. Nothing takes it back.',
  },
  object: policy,
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    isDefault: {
      type: 'Boolean',
      member: 'default',
      description:
        'Whether applications without a policy of their own use it. Only true can be asked for: it takes it from the other.',
    },
  },
});

defineObjectActions({
  what: 'step',
  parent: { field: 'signOnPolicy', typename: 'SignOnPolicy' },
  create: {
    action: createSignOnPolicyAction,
    description: 'Adds a step to a sign-on policy: what it asks of people.',
  },
  update: {
    action: updateSignOnPolicyAction,
    description: 'Changes a step of a sign-on policy; members of the input that are left out stay.',
  },
  remove: {
    action: deleteSignOnPolicyAction,
    description: 'Takes a step out of a sign-on policy; not the last one. Nothing takes it back.',
  },
  object: policy,
  fields: {
    type: {
      type: 'String',
      required: true,
      createOnly: true,
      member: 'type',
      description: "The provider's word: `LOGIN`, `MULTI_FACTOR_AUTHENTICATION`, `IDENTITY_PROVIDER`, ...",
    },
    priority: {
      type: 'Int',
      required: true,
      member: 'priority',
      description: 'Its place in the order; 1 comes first.',
    },
    deviceAuthenticationPolicy: {
      type: 'ID',
      of: 'DeviceAuthenticationPolicy',
      member: 'deviceAuthenticationPolicy',
      description: 'Id of the policy that says which second factors count, where the step asks for one.',
    },
    noDevicesMode: {
      type: 'String',
      member: 'noDevicesMode',
      description: 'What happens to people without a second factor: `BYPASS` lets them in, `BLOCK` does not.',
    },
    identityProvider: {
      type: 'ID',
      of: 'IdentityProvider',
      member: 'identityProvider',
      description: 'Id of the outside identity provider that the step sends people to.',
    },
    condition: {
      type: 'JSON',
      member: 'condition',
      description: "When the step is asked for, in the provider's own words; null: always.",
    },
  },
});
