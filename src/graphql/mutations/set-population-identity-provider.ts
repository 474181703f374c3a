import { setPopulationIdentityProvider } from '../../actions/settings/set-population-identity-provider.ts';
import { builder } from '../builder.ts';
import { badInput, parseObjectId } from '../global-id.ts';
import { populationById, PopulationType } from '../population.ts';
import { commonInputFields, defineAction } from './define-action.ts';

const Input = builder.inputType('SetPopulationIdentityProviderInput', {
  description: 'What `setPopulationIdentityProvider` is to do.',
  fields: (t) => ({
    population: t.id({ required: true, description: 'Id of the population.' }),
    identityProvider: t.id({
      description:
        'Id of the outside identity provider that its users are to sign on at; null: at the directory itself.',
    }),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: setPopulationIdentityProvider,
  description:
    'Decides where the users of a population sign on: at an outside identity provider, or at the directory itself. Safe to repeat.',
  input: Input,
  read: ({ population, identityProvider, ...input }) => {
    if (identityProvider === undefined)
      throw badInput(
        'identityProvider: expected an id, or null for the directory itself; received neither. Say which.',
      );
    const { directory, externalId } = parseObjectId(population, 'Population');
    const provider = identityProvider === null ? null : parseObjectId(identityProvider, 'IdentityProvider');
    if (provider !== null && provider.directory !== directory)
      throw badInput(
        `Expected an identity provider of "${directory}"; received one of "${provider.directory}".`,
      );
    return {
      directory,
      input: { ...input, externalId, identityProviderId: provider?.externalId ?? null },
    };
  },
  object: {
    field: 'population',
    type: PopulationType,
    load: ({ directory, externalId }, context) => populationById(context.loaders(directory), externalId),
  },
});
