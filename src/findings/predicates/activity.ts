/** When an account was last used, as far as the directory records it. */
import type { UserFacts } from '../facts.ts';
import { type Truth, undecided, whether } from '../kleene.ts';
import { ageOf, DAY_MS, olderThan, olderThanDays, realInstant } from '../time.ts';
import { createdBefore } from './account.ts';

/** The last sign-on; null: never, or not known. */
export function lastUse({ user }: UserFacts): Date | null {
  return user.lastSignOn.state === 'KNOWN' ? realInstant(user.lastSignOn.value?.at ?? null) : null;
}

/** Whether the account was never signed on with. */
export function neverUsed({ user }: UserFacts): Truth {
  return whether(user.lastSignOn, (signOn) => realInstant(signOn?.at ?? null) === null);
}

/**
 * Whether the last sign-on is more than so many days ago; false for an account that was never used. Undecided where the directory
 * notes sign-ons late, and the account may have been used after the limit.
 */
export function lastUsedBefore({ user, directory }: UserFacts, days: number): Truth {
  return whether(user.lastSignOn, (signOn) =>
    olderThanDays(signOn?.at ?? null, days, directory.asOf, false, directory.signOnLagMs),
  );
}

/** Whether the account was used after an instant; undecided where the directory notes sign-ons late. */
export function lastUsedAfter({ user, directory }: UserFacts, instant: Date): Truth {
  return whether(user.lastSignOn, (signOn) => {
    const age = ageOf(signOn?.at ?? null, directory.asOf);
    if (age !== null && typeof age !== 'number') return age;
    const at = realInstant(signOn?.at ?? null);
    if (at === null) return false;
    if (at > instant) return true;
    return at.getTime() + directory.signOnLagMs > instant.getTime() ? undecided('MEASUREMENT_SLACK') : false;
  });
}

/** Whether nobody used the account for more than so many days, counted from its creation where it never was used. */
export function idleFor(facts: UserFacts, days: number): Truth {
  const { user, directory } = facts;
  return whether(user.lastSignOn, (signOn) => {
    const age = ageOf(signOn?.at ?? null, directory.asOf);
    return age === null
      ? createdBefore(facts, days)
      : olderThan(age, days * DAY_MS, undecided('FIELD_NULL'), directory.signOnLagMs);
  });
}

/** The instant that idleness is counted from. */
export function idleSince(facts: UserFacts): Date | null {
  return lastUse(facts) ?? facts.user.createdAt;
}
