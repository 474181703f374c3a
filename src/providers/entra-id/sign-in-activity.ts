import { type Fact, known, unknown, type Unknown } from '../../model/fact.ts';
import type { SignOn } from '../../model/user.ts';
import type { FactSource } from '../../model/fact.ts';
import type { Members } from '../rows.ts';
import { instant, isObject, presence } from '../rows.ts';

/** Since when successful sign-ins are noted apart from attempts; nothing before it was filled in (Microsoft Graph, "signInActivity"). */
const SUCCESSES_SINCE = Date.UTC(2023, 11, 1);

/**
 * The last sign-in that succeeded. `lastSignInDateTime` counts failed attempts too: it stands in only for the time in which
 * successes were not noted yet. Without the property somebody never signed in, as far as Microsoft recorded it (since April 2020).
 * @param missing why the property was not asked for; null: it was.
 */
export function lastSignOn(
  user: Members,
  missing: Unknown | null,
  observedAt: Date,
  source: FactSource,
): Fact<SignOn | null> {
  if (missing !== null) return missing;
  const activity = user['signInActivity'] ?? null;
  if (activity === null) return known(null, observedAt, source);
  if (!isObject(activity)) return unknown('INVALID_VALUE', 'signInActivity is not an object.');
  const success = instant(activity, 'lastSuccessfulSignInDateTime');
  if (success !== null) return known({ at: success, remoteIp: null }, observedAt, source);
  if (presence(activity, 'lastSuccessfulSignInDateTime') === 'INVALID')
    return unknown('INVALID_VALUE', 'lastSuccessfulSignInDateTime is not a moment.');
  const attempt = instant(activity, 'lastSignInDateTime');
  if (attempt !== null)
    return attempt.getTime() < SUCCESSES_SINCE
      ? known({ at: attempt, remoteIp: null }, observedAt, source)
      : unknown(
          'MISSING',
          'Every recorded attempt since December 2023 failed; successes before that were not recorded.',
        );
  return presence(activity, 'lastSignInDateTime') === 'INVALID'
    ? unknown('INVALID_VALUE', 'lastSignInDateTime is not a moment.')
    : known(null, observedAt, source);
}
