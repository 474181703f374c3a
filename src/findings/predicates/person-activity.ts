/** When the accounts of one person in other directories were last used. */
import type { IdentityLink } from '../../identities/identity.ts';
import type { Evidence } from '../../model/finding.ts';
import type { User } from '../../model/user.ts';
import { elsewhere, evidence, masked } from '../evidence.ts';
import type { DirectoryFacts, UserFacts } from '../facts.ts';
import {
  and,
  any,
  findingReason,
  type Interval,
  moreThan,
  not,
  or,
  type Truth,
  undecided,
  whether,
} from '../kleene.ts';
import { ageOf, DAY_MS, olderThan, olderThanDays } from '../time.ts';
import { usable } from './account.ts';
import { ofCounterpart } from './counterpart.ts';
import { nameOf } from './match-evidence.ts';
import { linksIn, otherDirectories, surelyTheirs } from './person-accounts.ts';

/** By how much sign-ons of another directory may trail what happened. */
function lagOf({ identities }: DirectoryFacts, directory: string): number {
  const coverage = identities.state === 'KNOWN' ? identities.value?.coverage.get(directory) : undefined;
  return coverage?.signOnLagMs ?? 0;
}

/** Whether the account in the primary directory was used within so many days. An account that was never used was not. */
export function counterpartSeenWithin(facts: UserFacts, days: number): Truth {
  const { directory } = facts;
  return ofCounterpart(
    facts,
    ({ lastSignOn, directory: there }) =>
      whether(lastSignOn, (signOn) =>
        not(olderThanDays(signOn?.at ?? null, days, directory.asOf, true, lagOf(directory, there))),
      ),
    undecided('AMBIGUOUS_MATCH'),
  );
}

/** As `idleFor`, of an account of another directory. */
function idle(
  directory: DirectoryFacts,
  { lastSignOn, createdAt, directory: there }: User,
  days: number,
): Truth {
  return whether(lastSignOn, (signOn) => {
    const age = ageOf(signOn?.at ?? null, directory.asOf);
    if (age === null) return olderThanDays(createdAt, days, directory.asOf, undecided('FIELD_NULL'));
    return olderThan(age, days * DAY_MS, undecided('FIELD_NULL'), lagOf(directory, there));
  });
}

/** Whether somebody uses an account of the person: one that is tied to them by a weak key may be another's. */
function isAtWork(facts: UserFacts, link: IdentityLink, days: number): Truth {
  return and(
    () => usable(link.user),
    () => not(idle(facts.directory, link.user, days)),
    () => surelyTheirs(link),
  );
}

/** Usable accounts of the person in other directories, as far as they are surely theirs. */
function usableAccounts(facts: UserFacts): Interval {
  const lists = otherDirectories(facts.directory).map((key) => linksIn(facts, key));
  const answers = lists.flatMap(({ rows }) =>
    rows.map((link) =>
      and(
        () => usable(link.user),
        () => surelyTheirs(link),
      ),
    ),
  );
  const low = answers.filter((answer) => answer === true).length;
  const open = answers.filter((answer) => typeof answer === 'object').length;
  const gap = lists.find((list) => !list.complete);
  if (gap === undefined) return { low, high: low + open, reason: 'AMBIGUOUS_MATCH' };
  return { low, high: Number.POSITIVE_INFINITY, reason: findingReason(gap.reason ?? 'PARTIAL') };
}

/**
 * Whether the person has further accounts and uses none of them. One that is surely theirs and in use is enough for "no"; as long as
 * none is, every directory has to have been read.
 */
export function idleElsewhere(facts: UserFacts, days: number): Truth {
  return whether(facts.directory.identities, () =>
    and(
      () => moreThan(usableAccounts(facts), 0),
      () =>
        not(
          or(
            ...otherDirectories(facts.directory).map(
              (key) => () => any(linksIn(facts, key), (link) => isAtWork(facts, link, days)),
            ),
          ),
        ),
    ),
  );
}

export function idleElsewhereRows(facts: UserFacts): readonly Evidence[] {
  return otherDirectories(facts.directory).flatMap((key) =>
    linksIn(facts, key)
      .rows.filter(({ user }) => usable(user) === true)
      .map(({ user }) => {
        const at = user.lastSignOn.state === 'KNOWN' ? (user.lastSignOn.value?.at ?? null) : null;
        const row = (name: string): string => `${key}: ${name} (${at === null ? 'never' : at.toISOString()})`;
        return elsewhere(evidence('idleAccount', row(nameOf(user))), [user], masked(nameOf(user)));
      }),
  );
}
