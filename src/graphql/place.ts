import type { Where } from '../access/caller.ts';
import type { Directory } from '../directory/directory.ts';
import type { Group, Population } from '../model/group.ts';
import type { User } from '../model/user.ts';

/** What an object type declares beside its fields, in its `extensions`. */
export type PlaceOf<T> = (object: T) => Where;

/** A user is in one population; one of whom it is not known is in nobody's. */
export function placeOfUser({ directory, populationId }: User): Where {
  return { directory, population: populationId };
}

/** A group without a population belongs to the whole directory. */
export function placeOfGroup({ directory, populationId }: Group): Where {
  return populationId === null ? { directory } : { directory, population: populationId };
}

export function placeOfPopulation({ directory, externalId }: Population): Where {
  return { directory, population: externalId };
}

export function placeOfDirectory({ key }: Directory): Where {
  return { directory: key };
}

/** What is the same for everybody in a directory: roles, applications, settings. */
export function placeInDirectory({ directory }: { readonly directory: string }): Where {
  return { directory };
}
