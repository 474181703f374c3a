import type { CallContext } from '../../upstream/call.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { type Row, text } from '../rows.ts';
import type { RealmApi } from './realm-api.ts';

/**
 * All that a user can prove themselves with, the password among it.
 * @throws {UpstreamError} `BAD_RESPONSE` also for one that does not say what it is: a password would count as a second factor, or a
 * factor as none. Keycloak sets `type` for every `CredentialRepresentation` that it keeps.
 */
export async function readCredentials(
  api: RealmApi,
  userId: string,
  context: CallContext,
): Promise<readonly Row[]> {
  const { rows, origin } = await api.readArray('/users/{userId}/credentials', { userId }, context);
  const credentials = identified(rows, origin);
  const untold = credentials.find(({ members }) => (text(members, 'type') ?? '') === '');
  if (untold === undefined) return credentials;
  throw badResponse(
    origin,
    `has a credential that does not say in type what it is, found ${kindOf(untold.members['type'])}`,
  );
}
