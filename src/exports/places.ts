import type { Caller, Where } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import type { Group } from '../model/group.ts';
import type { User } from '../model/user.ts';

/** A user is in one population; one of whom it is not known is in nobody's. */
export function placeOfUser({ directory, populationId }: User): Where {
  return { directory, population: populationId };
}

/** A group without a population belongs to the whole directory. */
export function placeOfGroup({ directory, populationId }: Group): Where {
  return populationId === null ? { directory } : { directory, population: populationId };
}

export function seesUser(caller: Caller, user: User): boolean {
  return reaches(caller, 'directory:read', placeOfUser(user));
}

export function seesGroup(caller: Caller, group: Group): boolean {
  return reaches(caller, 'directory:read', placeOfGroup(group));
}
