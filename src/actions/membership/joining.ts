import { can, type Caller } from '../../access/caller.ts';
import type { Group } from '../../model/group.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { notPossible } from './not-possible.ts';

/**
 * What stands against a caller's changing who of a population is in a group; null: nothing. The caller needs
 * `group:member.write` where the user is, and where the group is too, if it belongs to a population: a grant for some
 * populations has to include both. A group of the whole directory is open to the users of every population.
 */
export function memberRefusal(
  caller: Caller,
  directory: string,
  population: string | null,
  group: Pick<Group, 'externalId' | 'populationId'> | null,
): GuardRefusal | null {
  const places = [population, ...(typeof group?.populationId === 'string' ? [group.populationId] : [])];
  if (places.every((place) => can(caller, 'group:member.write', { directory, population: place })))
    return null;
  return {
    code: 'FORBIDDEN',
    message: `To change who is in the group ${group?.externalId ?? ''} takes the permission group:member.write for the user's population and the group's, which "${caller.name}" does not have there.`,
    retryable: false,
  };
}

/** Why nobody can be put into a group directly; null: it can be done. */
export function joiningProblem(group: Group | null, groupId: string): GuardRefusal | null {
  if (group === null)
    return notPossible(`Expected the id of a group, found no group "${groupId}" in this directory.`);
  if (group.dynamicFilter !== null)
    return notPossible(
      `Who is in "${group.name}" follows from its filter (${group.dynamicFilter}): nobody can be put in. Change what the filter looks at.`,
    );
  return group.external
    ? notPossible(
        `The members of "${group.name}" come from a source outside this directory. Put the user in there.`,
      )
    : null;
}
