import type { CallContext } from '../../upstream/call.ts';
import { identified } from '../identified.ts';
import type { Row } from '../rows.ts';
import type { RealmApi } from './realm-api.ts';

/** All that a user can prove themselves with, the password among it. */
export async function readCredentials(
  api: RealmApi,
  userId: string,
  context: CallContext,
): Promise<readonly Row[]> {
  const { rows, origin } = await api.readArray('/users/{userId}/credentials', { userId }, context);
  return identified(rows, origin);
}
