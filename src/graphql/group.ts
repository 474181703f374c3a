import type { Group } from '../model/group.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import { connectionOf, connectionTypes, nextRows, pageArgs, readPageArgs } from './connection.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId, parseObjectId } from './global-id.ts';
import { placeOfGroup } from './place.ts';
import { PopulationType, populationById } from './population.ts';
import { groupsWithin } from './within.ts';

/** A group; its members, parents and roles are added by the files that are named after that. */
export const GroupType = builder.objectRef<Group>('Group');

builder.node(GroupType, {
  description: 'A group of users, and of other groups.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return context.loaders(directory).group.load(externalId);
  },
  extensions: { permission: 'directory:read', place: placeOfGroup },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    directory: t.field({
      type: DirectoryType,
      description: 'The directory that it is in.',
      resolve: (group, _args, context) => context.loaders(group.directory).directory,
    }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    population: t.field({
      type: PopulationType,
      nullable: true,
      description: 'The population that it belongs to; null: it belongs to the whole directory.',
      extensions: { cost: { calls: 1, batched: 1 } },
      resolve: (group, _args, context) =>
        group.populationId === null
          ? null
          : populationById(context.loaders(group.directory), group.populationId),
    }),
    isDynamic: t.boolean({
      description: 'Whether its members follow from a filter.',
      resolve: (group) => group.dynamicFilter !== null,
    }),
    dynamicFilter: t.exposeString('dynamicFilter', {
      nullable: true,
      description:
        "The filter that decides who is in it, in the provider's language; null: it is not dynamic.",
    }),
    isExternal: t.exposeBoolean('external', {
      description: 'Whether a source outside the directory owns it: it cannot be changed here.',
    }),
    sourceId: t.exposeString('sourceId', {
      nullable: true,
      description: 'The id that its source or another system gave it.',
    }),
    customData: t.expose('customData', {
      type: 'JSON',
      nullable: true,
      description: 'Data of the operator.',
    }),
    memberCount: t.exposeInt('directMemberCount', {
      nullable: true,
      description:
        'Direct members, as the list row says; nested and dynamic ones are not counted. Null: the row does not say.',
    }),
    totalMemberCount: t.int({
      nullable: true,
      description: 'Direct, nested and dynamic members together; null when the provider does not say.',
      extensions: { cost: { calls: 1 } },
      resolve: (group, _args, context) =>
        context.loaders(group.directory).groupTotalMembers.load(group.externalId),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was changed last.',
    }),
  }),
});

const GroupFilterInput = builder.inputType('GroupFilter', {
  description: 'Which groups are wanted.',
  fields: (t) => ({ directory: t.string({ description: 'Key of the one directory to look in.' }) }),
});

const Groups = connectionTypes(GroupType, { rows: 'groups' });

builder.queryFields((t) => ({
  groups: t.field({
    type: Groups.connection,
    nullable: true,
    description:
      'Groups of all directories, or of the one that the filter names, in the order of the provider.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: GroupFilterInput, description: 'Which groups are wanted.' }),
    },
    extensions: { permission: 'directory:read', cost: { calls: 1, page: 200 } },
    resolve: async (_root, args, context) => {
      const page = readPageArgs(args);
      const sources = chosenDirectories(context, args.filter?.directory).map((directory) => ({
        directory: directory.key,
        silence: () => directory.provider.rateLimit,
        expected: directory.sweeper.current?.groups.rows.length,
        pageLimit: directory.provider.groupsPerPage,
        keep: groupsWithin(context.caller),
        fetch: async (request: { limit: number; cursor: string | null }) => {
          const found = await directory.provider.groups.list(request, context.scope.context);
          const loaders = context.loaders(directory.key);
          for (const group of found.rows) loaders.group.prime(group.externalId, group);
          return found;
        },
      }));
      return connectionOf(await nextRows(sources, page), () => null);
    },
  }),
  group: t.field({
    type: GroupType,
    nullable: true,
    description: 'A group by its id; null when it does not exist any more.',
    args: { id: t.arg.id({ required: true, description: 'Id of the group.' }) },
    extensions: { permission: 'directory:read', cost: { calls: 1 } },
    resolve: (_root, args, context) => {
      const { directory, externalId } = parseObjectId(args.id, 'Group');
      return context.loaders(directory).group.load(externalId);
    },
  }),
}));
