import type { ApplicationSecretState } from '../../model/application.ts';
import type { JsonObject } from '../../model/action.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment, Target } from '../action.ts';

/** What is known of an application's secrets, or why it is not known. Neither holds a secret. */
export type SecretKnowledge =
  | { readonly known: true; readonly secret: ApplicationSecretState }
  | { readonly known: false; readonly why: string };

/**
 * Null: there is no such application, or it has no secret. Any other failure is a state that is not known: a new secret that
 * was made must reach its caller although the look at it afterwards fails.
 */
export async function readSecretState(
  { externalId }: Target,
  _input: unknown,
  { provider, context }: ActionEnvironment,
): Promise<SecretKnowledge | null> {
  try {
    return { known: true, secret: await provider.applications.secretState(externalId, context) };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return error.code === 'NOT_FOUND' ? null : { known: false, why: error.message };
  }
}

/** When it was last used is left out: it changes without anybody changing anything. */
export function describeSecretState(state: SecretKnowledge): JsonObject {
  if (!state.known) return { previousSecret: 'UNKNOWN', previousSecretExpiresAt: null };
  const { hasPrevious, previousExpiresAt } = state.secret;
  return {
    previousSecret: hasPrevious ? 'KEPT' : 'NONE',
    previousSecretExpiresAt: previousExpiresAt?.toISOString() ?? null,
  };
}
