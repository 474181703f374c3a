/** Who is an administrator: somebody with a role of tier 0 or 1, held directly or through groups. */
import type { RoleTier } from '../../model/role.ts';
import type { DirectoryFacts, Grant, UserFacts } from '../facts.ts';
import { and, any, findingReason, type ListFact, not, type Truth, undecided } from '../kleene.ts';
import { usable } from './account.ts';
import { isBreakGlass } from './lists.ts';

interface Holder {
  readonly directory: DirectoryFacts;
  readonly grants: ListFact<Grant>;
}

/** Whether a grant is of one of these tiers; undecided for a role that nobody could place. */
export function ofTier(grant: Grant, directory: DirectoryFacts, ...tiers: readonly RoleTier[]): Truth {
  if (grant.tier !== null) return tiers.includes(grant.tier);
  const { complete, reason } = directory.roles;
  return undecided(complete ? 'INVALID_VALUE' : findingReason(reason ?? 'PARTIAL'));
}

export function administrative(grant: Grant, directory: DirectoryFacts): Truth {
  return ofTier(grant, directory, 0, 1);
}

/** Whether the subject holds an administrator's role. Undecided while its roles, or those of its groups, are not all known. */
export function isAdministrator({ grants, directory }: Holder): Truth {
  return any(grants, (grant) => administrative(grant, directory));
}

/** Whether the subject holds a role that can take over the directory. */
export function isTopAdministrator({ grants, directory }: Holder): Truth {
  return any(grants, (grant) => ofTier(grant, directory, 0));
}

/** Whether one of the administrator's grants fits. */
export function anyAdministrativeGrant({ grants, directory }: Holder, fits: (grant: Grant) => Truth): Truth {
  return any(grants, (grant) =>
    and(
      () => administrative(grant, directory),
      () => fits(grant),
    ),
  );
}

/** Whether this is an administrator's account that can be used. */
export function usableAdministrator(facts: UserFacts): Truth {
  return and(
    () => usable(facts.user),
    () => isAdministrator(facts),
  );
}

/** The same without the accounts that are kept for emergencies. */
export function usableEverydayAdministrator(facts: UserFacts): Truth {
  return and(
    () => not(isBreakGlass(facts)),
    () => usableAdministrator(facts),
  );
}
