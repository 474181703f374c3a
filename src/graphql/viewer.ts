import type { Caller, Grant } from '../access/caller.ts';
import { permissions as known } from '../model/permission.ts';
import { builder } from './builder.ts';

const HeldPermissionType = builder.objectRef<Grant>('HeldPermission').implement({
  description: 'Something that the caller may do, and how far it reaches.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    permission: t.exposeString('permission', { description: 'Its name, such as `user:suspend`.' }),
    description: t.string({
      description: 'The same in words.',
      resolve: ({ permission }) => known[permission],
    }),
    directories: t.stringList({
      nullable: true,
      description: 'Keys of the directories in which it holds; null: in all of them.',
      resolve: ({ directories }) => directories ?? null,
    }),
    populations: t.stringList({
      nullable: true,
      description: "The provider's ids of the populations for which it holds; null: for all of them.",
      resolve: ({ populations }) => populations ?? null,
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends; null: it does not end by itself.',
      resolve: ({ until }) => until ?? null,
    }),
  }),
});

const ViewerType = builder.objectRef<Caller>('Viewer').implement({
  description: 'Who asks.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'By which the ledger knows the caller: `local`, `key:<name>`, or issuer and subject of a token.',
    }),
    roles: t.exposeStringList('roles', { description: 'Roles that the caller holds.' }),
    permissions: t.field({
      type: [HeldPermissionType],
      description: 'What the caller may do now, with how far each reaches.',
      resolve: ({ grants }, _args, { scope }) =>
        grants.filter(({ until }) => until === undefined || scope.asOf < until),
    }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerType,
    description: 'Who asks, and what they may do.',
    extensions: { permission: 'public' },
    resolve: (_root, _args, { caller }) => caller,
  }),
}));
