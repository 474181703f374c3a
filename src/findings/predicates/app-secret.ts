import type { ApplicationSecretState } from '../../model/application.ts';
import { undecided } from '../kleene.ts';
import type { Truth } from '../kleene.ts';
import { DAY_MS, olderThanDays } from '../time.ts';

/** PingOne keeps a replaced secret alive for 30 days at most. */
const maxOverlapDays = 30;

/**
 * Whether the current secret is older than `days`. PingOne does not say when it was made; but while a replaced one is
 * there, it ends at most 30 days after the change, and that bounds the age of the new one.
 */
export function isOldSecret(secret: ApplicationSecretState, days: number, asOf: Date): Truth {
  if (secret.createdAt !== null) return olderThanDays(secret.createdAt, days, asOf, undecided('FIELD_NULL'));
  if (!secret.hasPrevious || secret.previousExpiresAt === null) return undecided('NOT_CAPABLE');
  const changedNoEarlierThan = new Date(secret.previousExpiresAt.getTime() - maxOverlapDays * DAY_MS);
  return olderThanDays(changedNoEarlierThan, days, asOf, true) === false ? false : undecided('NOT_CAPABLE');
}
