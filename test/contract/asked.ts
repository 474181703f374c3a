import type { Capability } from '../../src/model/directory.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import type { ProviderStage } from './stage.ts';

/** Objects that reads ask about: all of them are there, where the provider has any of their kind. */
export interface Asked {
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly groupId: string;
  /** One with a secret, where applications have one that can be read. */
  readonly applicationId: string;
  readonly populationId: string;
  readonly signOnPolicyId: string;
  readonly identityProviderId: string;
  /** Where the provider's record of changes goes on; see `findMark`. */
  readonly mark: string;
}

/** A mark while all is well. To make one, a provider may read much that it then knows for a while. */
export async function findMark({ provider }: ProviderStage, context: CallContext): Promise<string> {
  return provider.capabilities.has('CHANGES') ? await provider.changes.mark(context) : 'none';
}

/** Finds the rest of them while all is well. */
export async function findAsked({ provider, truth }: ProviderStage, context: CallContext): Promise<Asked> {
  const { applications, settings } = provider;
  const oneOf = async (
    needs: Capability,
    list: () => Promise<{ readonly rows: readonly { readonly externalId: string }[] }>,
  ): Promise<string> =>
    provider.capabilities.has(needs) ? ((await list()).rows[0]?.externalId ?? 'none') : 'none';
  return {
    userId: truth.someone.id,
    username: truth.someone.username,
    email: truth.someone.email,
    groupId: truth.groups[0] ?? 'none',
    applicationId: await oneOf('APPLICATIONS', () => applications.list(context)),
    populationId: await oneOf('POPULATIONS', () => settings.populations(context)),
    signOnPolicyId: await oneOf('SIGN_ON_POLICIES', () => settings.signOnPolicies(context)),
    identityProviderId: await oneOf('IDENTITY_PROVIDERS', () => settings.identityProviders(context)),
    mark: 'none',
  };
}
