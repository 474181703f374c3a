import type { Population } from '../model/group.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId, parseObjectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeOfPopulation } from './place.ts';

export const PopulationType = builder.objectRef<Population>('Population');

/** A population by its id. They are few: all are read together, and kept for a while. */
export function populationById(loaders: DirectoryLoaders, id: string): Promise<Population | null> {
  return rowById(loaders.settings.populations(), id);
}

builder.node(PopulationType, {
  description: "A part of a directory's users that is administered together; a user is in exactly one.",
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return populationById(context.loaders(directory), externalId);
  },
  extensions: { permission: 'directory:read', place: placeOfPopulation },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    directory: t.field({
      type: DirectoryType,
      description: 'The directory that it is part of.',
      resolve: (population, _args, context) => context.loaders(population.directory).directory,
    }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: true,
      description: 'Whether new users land here; null when the provider does not say.',
    }),
    userCount: t.exposeInt('userCount', {
      nullable: true,
      description: 'How many users it has, as the provider counts; null when it does not say.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was changed last.',
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  populations: t.field({
    type: [PopulationType],
    nullable: true,
    description: 'Its populations; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) => wholeRows(context.loaders(directory.key).settings.populations()),
  }),
}));

builder.queryFields((t) => ({
  population: t.field({
    type: PopulationType,
    nullable: true,
    description: 'A population by its id; null when it does not exist any more.',
    args: { id: t.arg.id({ required: true, description: 'Id of the population.' }) },
    extensions: { permission: 'directory:read', cost: { calls: 1 } },
    resolve: (_root, args, context) => {
      const { directory, externalId } = parseObjectId(args.id, 'Population');
      return populationById(context.loaders(directory), externalId);
    },
  }),
}));
