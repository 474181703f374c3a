import type { GraphQLResolveInfo } from 'graphql';
import { earlyDevices, earlyReport } from '../directory/early-devices.ts';
import { mfaPosture, type MfaQuestion } from '../directory/mfa-posture.ts';
import { matchesUser } from '../model/user-filter.ts';
import type { User } from '../model/user.ts';
import { can } from '../access/caller.ts';
import { beginUser } from './begin-user.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import {
  connectionOf,
  connectionTypes,
  nextRows,
  pageArgs,
  readPageArgs,
  type Connection,
  type PageArguments,
} from './connection.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { LastSignOnType } from './last-sign-on.ts';
import { MfaPostureType } from './mfa.ts';
import { AddressType, PersonNameType, PingOneUserType } from './person.ts';
import { placeOfUser } from './place.ts';
import { PopulationType, populationById } from './population.ts';
import { hasField, selects, surelySelected } from './selected.ts';
import { UserStatusEnum } from './user-enums.ts';
import { readUserFilter, UserFilterInput, type ReadFilter } from './user-filter.ts';
import type { PageRequest } from '../providers/provider.ts';
import { idOfRef, resolveUserRef, UserRef } from './user-ref.ts';
import { usersWithin } from './within.ts';

/** An account; what it leads to (groups, roles, findings ...) is added by the files that are named after that. */
export const UserType = builder.objectRef<User>('User');

builder.node(UserType, {
  description:
    'An account in one directory. Everything that says nothing else comes with the row of a list and costs no call.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return context.loaders(directory).user.load(externalId);
  },
  extensions: { permission: 'directory:read', place: placeOfUser },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    directory: t.field({
      type: DirectoryType,
      description: 'The directory that it is in.',
      resolve: (user, _args, context) => context.loaders(user.directory).directory,
    }),
    username: t.exposeString('username', {
      nullable: true,
      description: 'User name, unique within the directory.',
    }),
    email: t.exposeString('email', { nullable: true, description: 'Address; several users may share one.' }),
    emailVerified: t.exposeBoolean('emailVerified', {
      nullable: true,
      description: 'Whether the address was proven; null when the directory does not say.',
    }),
    displayName: t.exposeString('displayName', { nullable: true, description: 'The name to show.' }),
    name: t.expose('name', { type: PersonNameType, nullable: true, description: 'The parts of the name.' }),
    nickname: t.exposeString('nickname', { nullable: true, description: 'Nickname.' }),
    title: t.exposeString('title', { nullable: true, description: 'Job title.' }),
    employmentType: t.exposeString('employmentType', {
      nullable: true,
      description: "Kind of employment, in the operator's words.",
    }),
    locale: t.exposeString('locale', { nullable: true, description: 'Locale, such as `en-GB`.' }),
    preferredLanguage: t.exposeString('preferredLanguage', {
      nullable: true,
      description: 'Preferred language.',
    }),
    timezone: t.exposeString('timezone', {
      nullable: true,
      description: 'Time zone, such as `Europe/Paris`.',
    }),
    mobilePhone: t.exposeString('mobilePhone', {
      nullable: true,
      description: 'Mobile phone number.',
      extensions: { permission: 'directory:read.pii' },
    }),
    primaryPhone: t.exposeString('primaryPhone', {
      nullable: true,
      description: 'Main phone number.',
      extensions: { permission: 'directory:read.pii' },
    }),
    address: t.expose('address', { type: AddressType, nullable: true, description: 'Postal address.' }),
    sourceId: t.exposeString('sourceId', {
      nullable: true,
      description: 'The id that another system gave this account, such as a personnel number.',
    }),
    status: t.expose('status', { type: UserStatusEnum, description: 'Whether it can be used.' }),
    rawStatus: t.exposeString('rawStatus', { description: "The provider's own words for the state." }),
    canAuthenticate: t.exposeBoolean('canAuthenticate', {
      nullable: true,
      description: 'Whether the provider would let it sign in now; null when it does not say.',
    }),
    lastSignOn: t.field({
      type: LastSignOnType,
      description: 'When it signed on last.',
      resolve: (user) => user.lastSignOn,
    }),
    endDate: t.exposeString('endDate', {
      nullable: true,
      description: 'Last day of employment, where the directory keeps one.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was changed last.',
    }),
    observedAt: t.expose('observedAt', {
      type: 'DateTime',
      description: 'When this was read from the provider.',
    }),
    population: t.field({
      type: PopulationType,
      nullable: true,
      description: 'The population that it is in; all populations of a directory are read in one call.',
      extensions: { cost: { calls: 1, batched: 1 } },
      resolve: (user, _args, context) =>
        user.populationId === null
          ? null
          : populationById(context.loaders(user.directory), user.populationId),
    }),
    customAttributes: t.field({
      type: 'JSON',
      nullable: true,
      description: "Attributes that the operator's schema adds.",
      extensions: { permission: 'directory:read.pii' },
      resolve: (user) => user.customAttributes,
    }),
    pingOne: t.field({
      type: PingOneUserType,
      nullable: true,
      description: 'What only PingOne says; null for users of other providers.',
      resolve: (user) =>
        user.pingOne && {
          ...user.pingOne,
          mfaEnabled: user.mfaEnabled.state === 'KNOWN' ? user.mfaEnabled.value : null,
        },
    }),
    mfa: t.field({
      type: MfaPostureType,
      nullable: true,
      description:
        'The second factor. Many users together are read by the cheapest correct plan: a call each, or one report.',
      extensions: { cost: { calls: 1 } },
      resolve: (user, _args, context, info) =>
        mfaPosture(user, selects(info, 'devices') ? 'DEVICES' : 'STATUS', context.loaders(user.directory)),
    }),
  }),
});

const Users = connectionTypes(UserType, { rows: 'users' });

/** The next users over all directories that the filter leaves, or the one it names. */
export async function listUsers(
  { filter, directories }: ReadFilter,
  wanted: PageArguments,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<Connection<User, null>> {
  for (const key of directories ?? []) context.loaders(key);
  const { caller } = context;
  const asked = can(caller, 'mfa:read') ? mfaQuestionOf(info) : null;
  const sources = chosenDirectories(context, null)
    .filter((directory) => directories === null || directories.has(directory.key))
    .map((directory) => {
      const loaders = context.loaders(directory.key);
      const { users, usersPerPage, mfaReportThreshold } = directory.provider;
      const plan = users.planFilter(filter);
      const { residual } = plan;
      return {
        directory: directory.key,
        silence: () => directory.provider.rateLimit,
        expected: plan.providerFilter === null ? directory.sweeper.current?.users.rows.length : undefined,
        pageLimit: usersPerPage,
        keep: both(residual === null ? null : (user) => matchesUser(residual, user), usersWithin(caller)),
        // As many as a report is worth are planned together, once the list is whole; the report itself can be read until then.
        onRows:
          asked === null
            ? undefined
            : (wanted.first < mfaReportThreshold ? earlyDevices : earlyReport)(loaders, asked),
        fetch: async (request: PageRequest) => {
          const page = await users.list(
            { ...request, providerFilter: plan.providerFilter },
            context.scope.context,
          );
          for (const user of page.rows) loaders.user.prime(user.externalId, user);
          return page;
        },
      };
    });
  return connectionOf(await nextRows(sources, wanted), () => null);
}

function both<T>(
  one: ((row: T) => boolean) | null,
  other: ((row: T) => boolean) | null,
): ((row: T) => boolean) | null {
  return one === null || other === null ? (one ?? other) : (row) => one(row) && other(row);
}

/** What a list of users is sure to be asked about each user's second factor; null: maybe nothing. */
function mfaQuestionOf(info: GraphQLResolveInfo): MfaQuestion | null {
  const asked = ['nodes', 'edges.node'].flatMap((rows) => surelySelected(info, [...rows.split('.'), 'mfa']));
  if (asked.length === 0) return null;
  return asked.some((node) => hasField(node, 'devices', info)) ? 'DEVICES' : 'STATUS';
}

builder.queryFields((t) => ({
  users: t.field({
    type: Users.connection,
    nullable: true,
    description: 'Users of all directories, or of those that the filter names, in the order of the provider.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: UserFilterInput, description: 'Which users are wanted.' }),
    },
    extensions: { permission: 'directory:read', cost: { calls: 1, page: 200 } },
    resolve: (_root, args, context, info) =>
      listUsers(readUserFilter(args.filter), readPageArgs(args), context, info),
  }),
  user: t.field({
    type: UserType,
    nullable: true,
    description: 'One user; null when there is none.',
    args: { ref: t.arg({ type: UserRef, required: true, description: 'Which user is meant.' }) },
    extensions: { permission: 'directory:read', cost: { calls: 1 } },
    resolve: (_root, { ref }, context, info) => {
      const named = idOfRef(ref);
      if (named !== null) beginUser(named.directory, named.externalId, context, info);
      return resolveUserRef(ref, context);
    },
  }),
}));
