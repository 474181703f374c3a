import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ObjectRecord } from '../../providers/object-writes.ts';
import type { ActionEnvironment } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { sameId } from '../guards/same-id.ts';
import { signOnTakeover } from '../guards/sign-on-takeover.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible, type ObjectActionSpec } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';
import { ofTheProtocol } from './application-parts.ts';
import { switchObject } from './switch-object.ts';

const spec: ObjectActionSpec = { permission: 'policy:write' };
/** For what changes whom somebody is taken for; a new one is nobody's yet, and what ends trust takes over nobody. */
const trusting: ObjectActionSpec = { ...spec, guards: [signOnTakeover] };

/** Lets a directory trust an outside identity provider. Secrets that it is given are never shown again. */
export const createIdentityProvider = createObject('IDENTITY_PROVIDER', spec);

/** Changes what it is set to; a secret that is left out stays as it is. */
export const updateIdentityProvider = updateObject('IDENTITY_PROVIDER', {
  ...trusting,
  fixed: ['type'],
  memberObjection: async (before, { enabled }, environment) =>
    before === null || enabled !== false ? null : await administratorsUseIt(before, environment),
});

/** Whoever signed on through it cannot any more; their accounts stay. */
export const deleteIdentityProvider = deleteObject('IDENTITY_PROVIDER', {
  ...spec,
  objection: administratorsUseIt,
});

/** Lets people sign on through it again. */
export const enableIdentityProvider = switchObject('IDENTITY_PROVIDER', true, trusting);

/** Nobody signs on through it; all that it is set to stays. */
export const disableIdentityProvider = switchObject('IDENTITY_PROVIDER', false, {
  ...spec,
  objection: administratorsUseIt,
});

/** Fills an attribute of users with a value of the identity provider. */
export const createIdentityProviderAttribute = createObject('IDENTITY_PROVIDER_ATTRIBUTE', trusting);
/** Sets where the value comes from, and whether it is written at every sign-on. */
export const updateIdentityProviderAttribute = updateObject('IDENTITY_PROVIDER_ATTRIBUTE', trusting);
/** What it filled stays as it is in the users. */
export const deleteIdentityProviderAttribute = deleteObject('IDENTITY_PROVIDER_ATTRIBUTE', {
  ...spec,
  objection: ofTheProtocol,
});

/** Nobody is to lock the administrators out of the console. What is not known to be safe is not done. */
async function administratorsUseIt(
  { externalId }: ObjectRecord,
  { provider, context }: ActionEnvironment,
): Promise<GuardRefusal | null> {
  try {
    const { identityProviderId } = await provider.settings.administratorSecurity(context);
    return sameId(identityProviderId, externalId)
      ? notPossible(
          'Administrators sign on to the console through this identity provider: set another way for them first.',
        )
      : null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    // Then this is no environment in which administrators sign on.
    if (error.code === 'NOT_FOUND') return null;
    return {
      code: 'GUARD_UNKNOWN',
      message: `Whether administrators sign on through this identity provider could not be read: ${error.message}`,
      retryable: error.retryable,
    };
  }
}
