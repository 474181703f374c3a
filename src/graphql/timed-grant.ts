import { can } from '../access/caller.ts';
import type { TimedGrant, TimedState } from '../actions/timed/timed-grant.ts';
import type { TimedStore } from '../actions/timed/timed-store.ts';
import { actionNamed } from '../actions/registry.ts';
import { SubjectType } from './action-parts.ts';
import { ActionNameEnum } from './available-action.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { badInput, objectId } from './global-id.ts';
import { LedgerEntryType } from './ledger.ts';
import { placeInDirectory } from './place.ts';
import { placedPage, rowsPage } from './place-page.ts';

const TimedStateEnum = builder.enumType('TimedGrantState', {
  description: 'How far access is that was given for a time.',
  values: {
    PENDING: { description: 'It is about to be given.' },
    ACTIVE: { description: 'It is given, and will be taken back.' },
    ENDING: { description: 'It is being taken back.' },
    ENDED: { description: 'It was taken back, or was gone already.' },
    DROPPED: {
      description: 'It was not given after all; or (code SUPERSEDED) the same access was given later.',
    },
  } satisfies Record<TimedState, { description: string }>,
});

export const TimedGrantType = builder.objectRef<TimedGrant>('TimedGrant');

builder.node(TimedGrantType, {
  description:
    'Access that was given until a moment, and is taken back then: by whichever gateway runs at that moment, or by the first that is started after it.',
  extensions: { permission: 'audit:read', place: placeInDirectory },
  id: { resolve: ({ directory, id }) => `${directory}:${id}` },
  loadOne: async (id, context) => (await context.actions.timed?.get(objectId(id).externalId)) ?? null,
  fields: (t) => ({
    directory: t.field({
      type: DirectoryType,
      nullable: true,
      description: 'Where; null when it is not configured any more.',
      resolve: ({ directory }, _args, context) =>
        context.directories.find(({ key }) => key === directory) ?? null,
    }),
    action: t.expose('action', { type: ActionNameEnum, description: 'What gave it.' }),
    subject: t.expose('subject', { type: SubjectType, description: 'On whom or what.' }),
    inverse: t.field({
      type: ActionNameEnum,
      description: 'What takes it back.',
      resolve: ({ inverse }) => inverse.action,
    }),
    parameters: t.field({
      type: 'JSON',
      description: 'What exactly is taken back.',
      resolve: ({ inverse }) => inverse.input,
    }),
    actor: t.exposeString('actor', { description: 'Who gave it.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the words of who gave it.' }),
    until: t.expose('until', { type: 'DateTime', description: 'When it ends.' }),
    state: t.expose('state', { type: TimedStateEnum, description: 'How far it is.' }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried to take it back.' }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again, after it failed.',
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it could not be taken back, or was not given: stable, for programs.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Why it could not be taken back, for people.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was given.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it had ended.' }),
    entry: t.field({
      type: LedgerEntryType,
      nullable: true,
      description: 'The entry in the ledger of the giving.',
      resolve: ({ entryId }, _args, context) => context.actions.ledger.get(entryId),
    }),
    endedEntry: t.field({
      type: LedgerEntryType,
      nullable: true,
      description: 'The entry in the ledger of the taking back; null: there is none (yet).',
      resolve: ({ endedEntryId }, _args, context) =>
        endedEntryId === null ? null : context.actions.ledger.get(endedEntryId),
    }),
  }),
});

const TimedGrants = rowsPage(
  'TimedGrantConnection',
  TimedGrantType,
  'access that was given for a time',
  'audit:read',
);

builder.queryFields((t) => ({
  timedGrants: t.field({
    type: TimedGrants,
    nullable: true,
    description: 'Access that was given for a time, the next to end first.',
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many, 1 to 1000.' }),
      after: t.arg.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
      directory: t.arg.string({
        description: 'Key of the directory; needed by callers who do not read the ledger of all.',
      }),
      states: t.arg({ type: [TimedStateEnum], description: 'Only that in one of these states.' }),
    },
    extensions: { permission: 'audit:read' },
    resolve: (_root, { directory, states, ...args }, context) => {
      const where = placeOf(directory, context);
      const filter = { ...where, ...(states ? { states } : {}) };
      return placedPage(args, (page) => timedStore(context).list(filter, page));
    },
  }),
}));

function placeOf(
  directory: string | null | undefined,
  context: GatewayContext,
): { readonly directory?: string } {
  if (typeof directory === 'string') return { directory: context.loaders(directory).directory.key };
  const [only, ...others] = context.directories;
  return only !== undefined && others.length === 0 ? { directory: only.key } : {};
}

/** A grant that the caller may know of: who reads the ledger there, and who may take it back. */
export async function knownGrant(id: string, context: GatewayContext): Promise<TimedGrant | null> {
  const { caller, actions, directories } = context;
  const grant = (await actions.timed?.get(id)) ?? null;
  if (grant === null || !directories.some(({ key }) => key === grant.directory)) return null;
  const permission = actionNamed(grant.inverse.action)?.permission;
  const { directory } = grant;
  const may = permission !== undefined && can(caller, permission, { directory });
  return may || can(caller, 'audit:read', { directory }) ? grant : null;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` where there is no database. */
export function timedStore({ actions }: GatewayContext): TimedStore {
  if (actions.timed !== null) return actions.timed;
  throw badInput('This gateway has no database, and so gives no access for a time.');
}
