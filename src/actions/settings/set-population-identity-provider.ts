import type { ActionInput, Action } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { sameId } from '../guards/same-id.ts';
import { signOnTakeover } from '../guards/sign-on-takeover.ts';
import { notPossible } from '../objects/object-target.ts';
import { toldWell } from '../objects/provider-refusal.ts';
import type { Provider } from '../../providers/provider.ts';
import type { CallContext } from '../../upstream/call.ts';

interface PopulationSignOn {
  readonly populationId: string;
  /** Null: its users sign on at the directory itself. */
  readonly identityProviderId: string | null;
}

/** What setting the identity provider of a population accepts. */
export interface SetPopulationIdentityProviderInput extends ActionInput {
  /** The provider's id of the population. */
  readonly externalId: string;
  /** Null: its users are to sign on at the directory itself. */
  readonly identityProviderId: string | null;
}

/**
 * Decides where the users of a population sign on: at an outside identity provider, or at the directory itself. One that does
 * not exist or is switched off is refused, since nobody of the population could sign on at it. Administrators may be among
 * them: it takes the right to assign roles as well.
 */
export const setPopulationIdentityProvider: Action<SetPopulationIdentityProviderInput, PopulationSignOn> = {
  name: 'SET_POPULATION_IDENTITY_PROVIDER',
  summary: 'Set where the users of a population sign on.',
  mutation: 'setPopulationIdentityProvider',
  permission: 'policy:write',
  subjectType: 'POPULATION',
  effect: 'SET',
  inverse: 'SET_POPULATION_IDENTITY_PROVIDER',
  guards: [signOnTakeover],
  locate: async ({ externalId }) => (externalId === '' ? null : { externalId }),
  read: async ({ externalId }, _input, { provider, context }) => {
    const population = await provider.objectWrites.read('POPULATION', externalId, context);
    if (population === null) return null;
    return {
      populationId: population.externalId,
      identityProviderId: await provider.settings.populationIdentityProvider(externalId, context),
    };
  },
  idOf: ({ populationId }) => populationId,
  describe: ({ identityProviderId }) => ({ identityProvider: identityProviderId }),
  foresee: (_before, { identityProviderId }) => ({ identityProvider: identityProviderId }),
  parameters: ({ identityProviderId }) => ({ identityProvider: identityProviderId }),
  objection: async ({ input: { identityProviderId }, environment: { provider, context } }) =>
    identityProviderId === null ? null : await unusable(identityProviderId, provider, context),
  holds: (state, { identityProviderId }) =>
    state &&
    (identityProviderId === null
      ? state.identityProviderId === null
      : sameId(state.identityProviderId, identityProviderId)),
  send: async ({ target, input: { identityProviderId }, environment: { provider, context } }) => {
    await toldWell('POPULATION', () =>
      provider.objectWrites.setPopulationIdentityProvider(target.externalId, identityProviderId, context),
    );
    return {};
  },
  undo: ({ subject, before }) => {
    const identityProviderId = before?.['identityProvider'];
    if (typeof identityProviderId !== 'string' && identityProviderId !== null) return null;
    return {
      action: 'SET_POPULATION_IDENTITY_PROVIDER',
      input: { externalId: subject.externalId, identityProviderId },
    };
  },
  forget: (loaders, { externalId }) => {
    loaders.directory.cache.evict('populationIdentityProvider', externalId);
    loaders.populationIdentityProvider.clear(externalId);
  },
};

async function unusable(
  identityProviderId: string,
  { objectWrites }: Provider,
  context: CallContext,
): Promise<GuardRefusal | null> {
  const found = await objectWrites.read('IDENTITY_PROVIDER', identityProviderId, context);
  if (found === null) return notPossible('There is no such identity provider in this directory.');
  return found.members['enabled'] === false
    ? notPossible('This identity provider is switched off: nobody could sign on at it. Enable it first.')
    : null;
}
