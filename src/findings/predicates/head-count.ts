/** Counts over everybody's roles. */
import type { DirectoryFacts, Grant, UserFacts } from '../facts.ts';
import { and, any, count, type Interval, joined, type ListFact, or, type Truth } from '../kleene.ts';
import { isTopAdministrator } from './administrator.ts';
import { usable } from './account.ts';
import { isBreakGlass } from './lists.ts';

function usableTopAdministrator(facts: UserFacts): Truth {
  return and(
    () => usable(facts.user),
    () => isTopAdministrator(facts),
  );
}

/** Accounts that can be used and can take over the directory. */
export function topAdministrators(
  { everybody, settings }: DirectoryFacts,
  whom: 'ALL' | 'WITHOUT_BREAK_GLASS',
): Interval {
  if (whom === 'ALL') return count(everybody, usableTopAdministrator);
  const others = count(everybody, (facts) => !isBreakGlass(facts) && usableTopAdministrator(facts));
  const spared = count(everybody, (facts) => isBreakGlass(facts) && usableTopAdministrator(facts));
  return {
    low: others.low + Math.max(0, spared.low - settings.sparedBreakGlass),
    high: others.high + Math.max(0, spared.high - settings.sparedBreakGlass),
    reason: others.reason,
  };
}

/** Every role that a user holds. */
export function grantsOfUsers({ everybody }: DirectoryFacts): ListFact<Grant> {
  return joined(everybody.rows.map(grantsOf), everybody);
}

/** Every role that a user, group or application of the directory holds, and `more` grants of others. */
export function grantsOfAll(directory: DirectoryFacts, ...more: readonly ListFact<Grant>[]): ListFact<Grant> {
  const { everybody, everyGroup, everyApplication } = directory;
  const principals = [...everybody.rows, ...everyGroup.rows, ...everyApplication.rows];
  return joined([...principals.map(grantsOf), ...more], everybody, everyGroup, everyApplication);
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

/** Whether anybody or anything was seen to hold a role; the few applications and groups are asked first. */
export function anyGrantSeen({ everybody, everyGroup, everyApplication }: DirectoryFacts): Truth {
  return or(
    () => any(everyApplication, holding),
    () => any(everyGroup, holding),
    () => any(everybody, holding),
  );
}
