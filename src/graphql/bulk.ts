import {
  type BulkOperation,
  type BulkPlan,
  type BulkState,
  type OnFailure,
} from '../actions/bulk/bulk-operation.ts';
import type { BulkPage, BulkStore } from '../actions/bulk/bulk-store.ts';
import { can } from '../access/caller.ts';
import { ActionNameEnum } from './available-action.ts';
import { builder } from './builder.ts';
import { BulkItemType } from './bulk-item.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { badInput, objectId, parseObjectId } from './global-id.ts';
import { placedPage, rowsPage } from './place-page.ts';

export const OnFailureEnum = builder.enumType('OnFailure', {
  description: 'What becomes of the rest when one item does not succeed.',
  values: {
    CONTINUE: { description: 'They are done all the same.' },
    STOP: { description: 'They are left as they are. Items are then done one after the other.' },
  } satisfies Record<OnFailure, { description: string }>,
});

const BulkStateEnum = builder.enumType('BulkState', {
  description: 'How far a bulk operation is.',
  values: {
    PLANNED: { description: 'Told, and not begun: `applyBulkOperation` begins it.' },
    EXPIRED: { description: 'Planned too long ago to be applied.' },
    QUEUED: { description: 'Begins when a gateway is free.' },
    RUNNING: { description: 'Under way.' },
    WAITING: { description: 'Goes on at `passesAt`, when the blast radius lets it.' },
    DONE: { description: 'All its items have ended.' },
    STOPPED: { description: 'Ended at the first item that did not succeed.' },
    CANCELLED: { description: 'Ended by somebody; what was begun before that was carried to its end.' },
  } satisfies Record<BulkState, { description: string }>,
});

const BulkPlanType = builder.objectRef<BulkPlan>('BulkPlan').implement({
  description:
    'What applying a bulk operation would do, as every check of the action saw it when it was planned.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    wouldChange: t.exposeInt('wouldChange', { description: 'Subjects that would be changed.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Subjects that are so already.' }),
    refused: t.exposeInt('refused', {
      description: 'Subjects that a guard holds back; they will not be tried.',
    }),
    failed: t.exposeInt('failed', {
      description: 'Subjects that were not found or could not be read; they will not be tried.',
    }),
    upstreamCalls: t.exposeInt('upstreamCalls', {
      description: 'Calls to the provider that applying it takes, about.',
    }),
    lastsSeconds: t.int({
      description: 'How long the blast radius makes it last at least; more where others use it up too.',
      resolve: ({ lastsMs }) => Math.ceil(lastsMs / 1_000),
    }),
  }),
});

const BulkItems = rowsPage('BulkItemConnection', BulkItemType, 'items of a bulk operation', 'public');

export const BulkOperationType = builder.objectRef<BulkOperation>('BulkOperation');

builder.node(BulkOperationType, {
  description:
    'One action on many subjects, each carried out as if it were asked for alone. It goes on when the caller has gone away, and when the gateway is started again.',
  extensions: { permission: 'public' },
  id: { resolve: ({ directory, id }) => `${directory}:${id}` },
  loadOne: (id, context) => visible(objectId(id).externalId, context),
  fields: (t) => ({
    action: t.expose('action', { type: ActionNameEnum, description: 'What is done.' }),
    directory: t.field({
      type: DirectoryType,
      nullable: true,
      description: 'Where; null when it is not configured any more.',
      resolve: ({ directory }, _args, context) =>
        context.directories.find(({ key }) => key === directory) ?? null,
    }),
    actor: t.string({ description: 'Who asked for it.', resolve: ({ caller }) => caller.name }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the words of who asked.' }),
    onFailure: t.expose('onFailure', {
      type: OnFailureEnum,
      description: 'What becomes of the rest when one item does not succeed.',
    }),
    state: t.expose('state', { type: BulkStateEnum, description: 'How far it is.' }),
    total: t.exposeInt('total', {
      description:
        'How many items it has; who was named twice is one. `succeeded`, `failed`, `refused`, `notStarted` and `pending` always add up to it.',
    }),
    succeeded: t.int({
      description: 'Items that are done, or were so already.',
      resolve: ({ counts }) => counts.succeeded,
    }),
    failed: t.int({
      description: 'Items that failed, changed meanwhile, were not found or could not be confirmed.',
      resolve: ({ counts }) => counts.failed,
    }),
    refused: t.int({ description: 'Items that a guard held back.', resolve: ({ counts }) => counts.refused }),
    notStarted: t.int({
      description: 'Items that will not be begun any more: it was cancelled, or stopped, before their turn.',
      resolve: ({ counts }) => counts.notStarted,
    }),
    pending: t.int({ description: 'Items to be done yet.', resolve: ({ counts }) => counts.pending }),
    plan: t.expose('plan', {
      type: BulkPlanType,
      nullable: true,
      description: 'What was planned; null: it was applied without a plan.',
    }),
    passesAt: t.expose('passesAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it goes on, while it is WAITING.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a plan can be applied; null: it was applied without one.',
    }),
    appliedAt: t.expose('appliedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was let begin.',
    }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    results: t.field({
      type: BulkItems,
      description: 'Its items and what became of each, in the order in which they are begun.',
      args: {
        first: t.arg.int({ defaultValue: 20, description: 'How many, 1 to 1000.' }),
        after: t.arg.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
      },
      resolve: (operation, args, context) =>
        placedPage(args, (page) => bulkStore(context).items(operation.id, page)),
    }),
  }),
});

const BulkOperations = rowsPage('BulkOperationConnection', BulkOperationType, 'bulk operations', 'public');

builder.queryFields((t) => ({
  bulkOperation: t.field({
    type: BulkOperationType,
    nullable: true,
    description: 'A bulk operation; null when there is none of this id, or it is not for the caller to see.',
    args: { id: t.arg.id({ required: true, description: 'Id of the operation.' }) },
    extensions: { permission: 'public' },
    resolve: (_root, { id }, context) => visible(parseObjectId(id, 'BulkOperation').externalId, context),
  }),
  bulkOperations: t.field({
    type: BulkOperations,
    nullable: true,
    description:
      "Bulk operations, newest first: those of the caller, and with the permission `audit:read` everybody's.",
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many, 1 to 1000.' }),
      after: t.arg.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
      directory: t.arg.string({ description: 'Key of the directory that they are in.' }),
      states: t.arg({ type: [BulkStateEnum], description: 'Only those in one of these states.' }),
    },
    extensions: { permission: 'public' },
    resolve: (_root, { directory, states, ...args }, context): Promise<BulkPage<BulkOperation>> => {
      const where =
        typeof directory === 'string' ? { directory: context.loaders(directory).directory.key } : {};
      const everybodys = can(context.caller, 'audit:read', where) && seesAll(context);
      const filter = {
        ...where,
        ...(everybodys ? {} : { actor: context.caller.name }),
        ...(states ? { states } : {}),
      };
      return placedPage(args, (page) => bulkStore(context).list(filter, page));
    },
  }),
}));

/** Whether no grant of the caller is for a part of what is there: others' operations may be about the rest of it. */
function seesAll({ caller }: GatewayContext): boolean {
  return caller.grants.every(
    ({ directories, populations }) => directories === undefined && populations === undefined,
  );
}

/** An operation as far as the caller may see it: who asked for it, and who reads the ledger. */
export async function visible(id: string, context: GatewayContext): Promise<BulkOperation | null> {
  const { caller, actions } = context;
  const operation = (await actions.bulk?.get(id)) ?? null;
  if (operation === null || !context.directories.some(({ key }) => key === operation.directory)) return null;
  const { directory } = operation;
  const own = operation.caller.name === caller.name;
  return own || can(caller, 'audit:read', { directory, population: null }) ? operation : null;
}

/** @throws {GraphQLError} `NOT_AVAILABLE` where there is no database. */
export function bulkStore({ actions }: GatewayContext): BulkStore {
  if (actions.bulk !== null) return actions.bulk;
  throw badInput('This gateway has no database, and so keeps no bulk operations.');
}
