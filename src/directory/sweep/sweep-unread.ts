import type { Listing } from '../../model/coverage.ts';
import type { UnknownReason } from '../../model/fact.ts';
import type { User } from '../../model/user.ts';
import type { DevicesFact } from '../mfa-plan.ts';

/** Why something of a user is not known, although it should be; null: it is known, or there is nothing to know. */
export function whyUnread(
  { status }: User,
  read: DevicesFact | Listing<unknown> | undefined,
): UnknownReason | null {
  const reason = reasonOf(read);
  // A directory that does not have it will not have it in the next sweep either.
  if (reason === 'UNSUPPORTED') return null;
  // Who was removed may still be listed while nothing of theirs is.
  return reason === 'NOT_FOUND' && status === 'DEPROVISIONED' ? null : reason;
}

function reasonOf(read: DevicesFact | Listing<unknown> | undefined): UnknownReason | null {
  if (read === undefined) return 'NOT_REQUESTED';
  if ('state' in read) return read.state === 'KNOWN' ? null : read.reason;
  return read.complete ? null : (read.reason ?? 'PARTIAL');
}
