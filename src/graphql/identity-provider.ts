import type { IdentityProvider, IdentityProviderAttribute } from '../model/policy.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeInDirectory } from './place.ts';
import { PopulationType, populationById } from './population.ts';
import { UserType } from './user.ts';

const AttributeType = builder.objectRef<IdentityProviderAttribute>('IdentityProviderAttribute').implement({
  description: 'How a value of the outside identity provider fills an attribute of a user.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Attribute that is filled.' }),
    value: t.exposeString('value', { nullable: true, description: 'Where the value comes from.' }),
    update: t.exposeString('update', { nullable: true, description: '`ALWAYS`, or `EMPTY_ONLY`.' }),
    mappingType: t.exposeString('mappingType', { nullable: true, description: '`CORE` or `CUSTOM`.' }),
  }),
});

export const IdentityProviderType = builder.objectRef<IdentityProvider>('IdentityProvider');

export function identityProviderById(
  loaders: DirectoryLoaders,
  id: string,
): Promise<IdentityProvider | null> {
  return rowById(loaders.settings.identityProviders(), id);
}

builder.node(IdentityProviderType, {
  description: 'An outside identity provider that a directory trusts; never its secret.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return identityProviderById(context.loaders(directory), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    type: t.exposeString('type', {
      nullable: true,
      description: "The directory's word for its kind, such as `SAML`.",
    }),
    enabled: t.exposeBoolean('enabled', { nullable: true, description: 'Whether it can be used.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    issuer: t.exposeString('issuer', { nullable: true, description: 'Its issuer or entity id.' }),
    registrationPopulation: t.field({
      type: PopulationType,
      nullable: true,
      description:
        'The population that unknown people are created in when they arrive; null: nobody is created.',
      extensions: { cost: { calls: 1, batched: 1 } },
      resolve: ({ directory, registrationPopulationId }, _args, context) =>
        registrationPopulationId === null
          ? null
          : populationById(context.loaders(directory), registrationPopulationId),
    }),
    attributes: t.field({
      type: [AttributeType],
      nullable: true,
      description: 'What it fills; null, with an error, when that could not be read.',
      extensions: { cost: { calls: 1 } },
      resolve: ({ directory, externalId }, _args, context) =>
        wholeRows(context.loaders(directory).identityProviderAttributes.load(externalId)),
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  identityProviders: t.field({
    type: [IdentityProviderType],
    nullable: true,
    description:
      'Outside identity providers that it trusts; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) =>
      wholeRows(context.loaders(directory.key).settings.identityProviders()),
  }),
}));

builder.objectFields(UserType, (t) => ({
  identityProvider: t.field({
    type: IdentityProviderType,
    nullable: true,
    description: 'Who checks the password, when it is not the directory itself.',
    extensions: { cost: { calls: 1, batched: 1 } },
    resolve: ({ directory, passwordAuthority }, _args, context) =>
      passwordAuthority.identityProviderId === null
        ? null
        : identityProviderById(context.loaders(directory), passwordAuthority.identityProviderId),
  }),
}));

builder.objectFields(PopulationType, (t) => ({
  identityProvider: t.field({
    type: IdentityProviderType,
    nullable: true,
    description: 'Where its users sign on, when it is not at the directory itself.',
    extensions: { cost: { calls: 2 } },
    resolve: async ({ directory, externalId }, _args, context) => {
      const loaders = context.loaders(directory);
      const id = await loaders.populationIdentityProvider.load(externalId);
      return id === null ? null : await identityProviderById(loaders, id);
    },
  }),
}));
