/** Counts over everybody's roles. */
import type { DirectoryFacts, Grant, UserFacts } from '../facts.ts';
import { and, any, count, type Interval, type ListFact, or, type Truth } from '../kleene.ts';
import { isTopAdministrator } from './administrator.ts';
import { usable } from './account.ts';
import { isBreakGlass } from './lists.ts';

/** So many emergency accounts are expected, and not counted against the limit. */
const SPARED_BREAK_GLASS = 2;

function usableTopAdministrator(facts: UserFacts): Truth {
  return and(
    () => usable(facts.user),
    () => isTopAdministrator(facts),
  );
}

/** Accounts that can be used and can take over the directory. */
export function topAdministrators(
  { everybody }: DirectoryFacts,
  whom: 'ALL' | 'WITHOUT_BREAK_GLASS',
): Interval {
  if (whom === 'ALL') return count(everybody, usableTopAdministrator);
  const others = count(everybody, (facts) => !isBreakGlass(facts) && usableTopAdministrator(facts));
  const spared = count(everybody, (facts) => isBreakGlass(facts) && usableTopAdministrator(facts));
  return {
    low: others.low + Math.max(0, spared.low - SPARED_BREAK_GLASS),
    high: others.high + Math.max(0, spared.high - SPARED_BREAK_GLASS),
    reason: others.reason,
  };
}

/** Every role that somebody holds. */
export function everyGrant({ everybody }: DirectoryFacts): ListFact<Grant> {
  const open = everybody.rows.find(({ grants }) => !grants.complete)?.grants;
  const reason = everybody.complete ? (open?.reason ?? null) : everybody.reason;
  return {
    rows: everybody.rows.flatMap(({ grants }) => grants.rows),
    complete: everybody.complete && open === undefined,
    reason,
  };
}

function holding({ grants }: { readonly grants: ListFact<Grant> }): Truth {
  return any(grants, () => true);
}

/** Whether anybody or anything was seen to hold a role. */
export function anyGrantSeen({ everybody, everyGroup, everyApplication }: DirectoryFacts): Truth {
  return or(
    () => any(everybody, holding),
    () => any(everyGroup, holding),
    () => any(everyApplication, holding),
  );
}
