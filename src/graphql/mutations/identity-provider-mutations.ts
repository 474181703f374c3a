import {
  createIdentityProvider,
  createIdentityProviderAttribute,
  deleteIdentityProvider,
  deleteIdentityProviderAttribute,
  disableIdentityProvider,
  enableIdentityProvider,
  updateIdentityProvider,
  updateIdentityProviderAttribute,
} from '../../actions/applications/identity-provider-actions.ts';
import type { ActionSubject } from '../../model/action.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { identityProviderById, IdentityProviderType } from '../identity-provider.ts';
import { defineObjectActions } from './define-object-actions.ts';

const object = {
  field: 'identityProvider',
  type: IdentityProviderType,
  load: ({ directory, externalId }: ActionSubject, context: GatewayContext) =>
    identityProviderById(context.loaders(directory), externalId.split('/')[0] ?? ''),
};

const named = { field: 'identityProvider', typename: 'IdentityProvider' };

defineObjectActions({
  what: 'identity provider',
  named,
  object,
  create: {
    action: createIdentityProvider,
    description:
      'Lets a directory trust an outside identity provider. What its type demands beside the fields goes into `settings`. Secrets are never shown again.',
  },
  update: {
    action: updateIdentityProvider,
    description:
      'Changes an outside identity provider; members of the input that are left out stay, its secret too.',
  },
  remove: {
    action: deleteIdentityProvider,
    description:
      'Deletes an outside identity provider: whoever signed on through it cannot any more. Refused for the one that administrators sign on through. Nothing takes it back: `disableIdentityProvider` does less.',
  },
  further: [
    {
      action: enableIdentityProvider,
      description: 'Lets people sign on through an outside identity provider again. Safe to repeat.',
    },
    {
      action: disableIdentityProvider,
      description:
        'Lets nobody sign on through an outside identity provider; all that it is set to stays. Safe to repeat. Refused for the one that administrators sign on through. `enableIdentityProvider` takes it back.',
    },
  ],
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    type: {
      type: 'String',
      required: true,
      createOnly: true,
      member: 'type',
      description: "The provider's word for its kind, for good: `OPENID_CONNECT`, `SAML`, `GOOGLE` ...",
    },
    enabled: { type: 'Boolean', required: true, member: 'enabled', description: 'Whether it can be used.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    clientId: { type: 'String', member: 'clientId', description: 'What the directory is called there.' },
    clientSecret: {
      type: 'String',
      member: 'clientSecret',
      description:
        'What the directory proves itself there with. It is passed on, and kept and shown nowhere.',
    },
    issuer: { type: 'String', member: 'issuer', description: 'OpenID Connect: its issuer.' },
    scopes: {
      type: 'String',
      list: true,
      member: 'scopes',
      description: 'OpenID Connect: scopes that it is asked for.',
    },
    registrationPopulation: {
      type: 'ID',
      of: 'Population',
      member: 'registration.population',
      description:
        'Id of the population that unknown people are created in when they arrive; null: nobody is created.',
    },
  },
});

const UpdateEnum = builder.enumType('IdentityProviderUpdate', {
  description: 'When an attribute is filled.',
  values: {
    ALWAYS: { description: 'At every sign-on.' },
    EMPTY_ONLY: { description: 'Only while it is empty.' },
  } as const,
});

defineObjectActions({
  what: 'attribute',
  parent: named,
  object,
  create: {
    action: createIdentityProviderAttribute,
    description: 'Fills an attribute of users with a value of the identity provider.',
  },
  update: {
    action: updateIdentityProviderAttribute,
    description: 'Changes how an attribute of users is filled. `undo` puts back what it was.',
  },
  remove: {
    action: deleteIdentityProviderAttribute,
    description:
      'Does not fill an attribute of users any more; what it filled stays. Safe to repeat. The one for the user name cannot be deleted.',
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Attribute that is filled.' },
    value: {
      type: 'String',
      required: true,
      member: 'value',
      description: 'Where the value comes from: `${providerAttributes.email}`.',
    },
    update: { type: UpdateEnum, required: true, member: 'update', description: 'When it is filled.' },
  },
});
