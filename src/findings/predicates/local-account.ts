/** Which accounts the operator keeps in one directory on purpose. */
import type { UserFacts } from '../facts.ts';
import { any, type Truth } from '../kleene.ts';
import { isBreakGlass, listed, listsAccount } from './lists.ts';

/** Whether the operator named the account as a local one; accounts for emergencies are local by what they are for. */
export function isKnownLocal(facts: UserFacts): boolean {
  const { directory, user } = facts;
  return isBreakGlass(facts) || listsAccount(directory.settings.knownLocalAccounts, directory.key, user);
}

/** Whether the account is in a population that the operator keeps in this directory only. */
export function inLocalPopulation({ user, directory }: UserFacts): Truth {
  const { localPopulations } = directory.settings;
  const { populationId } = user;
  if (localPopulations.length === 0 || populationId === null) return false;
  if (listed(localPopulations, [populationId])) return true;
  return any(
    directory.populations,
    ({ externalId, name }) => externalId === populationId && listed(localPopulations, [name]),
  );
}
