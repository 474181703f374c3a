/** Counts over everybody's roles. */
import type { DirectoryFacts, Grant, UserFacts } from '../facts.ts';
import { and, any, type Interval, joined, type ListFact, or, type Truth } from '../kleene.ts';
import { anyIn, countIn, countPoll, gapMarks, type Poll, polled } from '../polls.ts';
import { isTopAdministrator, usableAdministrator } from './administrator.ts';
import { usable } from './account.ts';
import { isBreakGlass } from './lists.ts';

function usableTopAdministrator(facts: UserFacts): Truth {
  return and(
    () => usable(facts.user),
    () => isTopAdministrator(facts),
  );
}

const topEveryday = countPoll((facts) => !isBreakGlass(facts) && usableTopAdministrator(facts));
const topBreakGlass = countPoll((facts) => isBreakGlass(facts) && usableTopAdministrator(facts));
const topOfAll = countPoll(usableTopAdministrator);
/** What `topAdministrators` counts. */
export const topAdministratorPolls: readonly Poll[] = [topEveryday, topBreakGlass, topOfAll];

/** Accounts that can be used and can take over the directory. */
export function topAdministrators(directory: DirectoryFacts, whom: 'ALL' | 'WITHOUT_BREAK_GLASS'): Interval {
  if (whom === 'ALL') return countIn(polled(directory, topOfAll));
  const others = countIn(polled(directory, topEveryday));
  const spared = countIn(polled(directory, topBreakGlass));
  const { sparedBreakGlass } = directory.settings;
  return {
    low: others.low + Math.max(0, spared.low - sparedBreakGlass),
    high: others.high + Math.max(0, spared.high - sparedBreakGlass),
    reason: others.reason,
  };
}

/** Accounts that can be used. */
export const usableAccounts = countPoll(({ user }) => usable(user));
/** Of them those of administrators. */
export const usableAdministrators = countPoll(usableAdministrator);

/** The roles that users hold, by id, and gaps in the lists of them. */
export const rolesOfUsers: Poll = {
  marks: ({ grants }) => [...new Set(grants.rows.map(({ roleId }) => `role ${roleId}`)), ...gapMarks(grants)],
};

/** Every role that a group or application of the directory holds, and `more` grants of others. */
export function grantsOfObjects(
  { everyGroup, everyApplication }: DirectoryFacts,
  ...more: readonly ListFact<Grant>[]
): ListFact<Grant> {
  const principals = [...everyGroup.rows, ...everyApplication.rows];
  return joined([...principals.map(grantsOf), ...more], everyGroup, everyApplication);
}

interface Principal {
  readonly grants: ListFact<Grant>;
}

function grantsOf({ grants }: Principal): ListFact<Grant> {
  return grants;
}

function holding({ grants }: Principal): Truth {
  return any(grants, () => true);
}

export const holdersOfRoles = countPoll(holding);

/** Whether anybody or anything was seen to hold a role; the few applications and groups are asked first. */
export function anyGrantSeen(directory: DirectoryFacts): Truth {
  const { everyGroup, everyApplication } = directory;
  return or(
    () => any(everyApplication, holding),
    () => any(everyGroup, holding),
    () => anyIn(polled(directory, holdersOfRoles)),
  );
}
