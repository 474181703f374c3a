import type { GraphQLObjectType } from 'graphql';
import type { Where } from '../access/caller.ts';
import type { Directory } from '../directory/directory.ts';
import type { EvidencePlace } from '../model/finding.ts';
import type { Group, Population } from '../model/group.ts';
import type { User } from '../model/user.ts';

/** What an object type declares beside its fields, in its `extensions`. */
export type PlaceOf<T> = (object: T) => Where;

/** The one that a type declares; undefined: its objects are where that is which they were read from. */
export function placeFunction({ extensions }: GraphQLObjectType): PlaceOf<unknown> | undefined {
  const declared: unknown = extensions['place'];
  return typeof declared === 'function' ? (declared as PlaceOf<unknown>) : undefined;
}

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

/** Whoever sees nobody in a directory does not learn that it is there. */
export function placeOfEvidence({ directory, populationId }: EvidencePlace): Where {
  return populationId === undefined ? { directory } : { directory, population: populationId };
}

/** What is the same for everybody in a directory: roles, applications, settings. */
export function placeInDirectory({ directory }: { readonly directory: string }): Where {
  return { directory };
}
