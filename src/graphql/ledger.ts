import type { LedgerEntry, LedgerOutcome, LedgerState } from '../actions/ledger.ts';
import type { ActionSubject } from '../model/action.ts';
import { ActionNameEnum } from './available-action.ts';
import { builder } from './builder.ts';
import { readPageArgs } from './connection.ts';
import { DirectoryType } from './directory.ts';
import { badInput, encodeGlobalId, localId, objectId, parseObjectId } from './global-id.ts';
import { UserType } from './user.ts';

const OutcomeEnum = builder.enumType('LedgerOutcome', {
  description: 'How an action ended.',
  values: {
    INTENDED: { description: 'It was begun, and its end is not recorded (yet).' },
    SUCCEEDED: { description: 'It was seen to be done.' },
    UNCHANGED: { description: 'It was so already: nothing was sent.' },
    REFUSED: { description: 'A guard held it back: nothing was sent.' },
    FAILED: { description: 'The provider did not do it.' },
    UNCONFIRMED: { description: 'It was sent, and it is not known whether it happened.' },
    DRY_RUN: { description: 'Everything was checked, and nothing sent.' },
  } satisfies Record<LedgerOutcome, { description: string }>,
});

const typenames = { USER: 'User', GROUP: 'Group', APPLICATION: 'Application' } as const;

const SubjectType = builder.objectRef<ActionSubject>('ActionSubject').implement({
  description: 'What an action was done to; it may not exist any more.',
  fields: (t) => ({
    id: t.id({
      description: 'Id of the object in this graph.',
      resolve: (subject) => encodeGlobalId(typenames[subject.type], localId(subject)),
    }),
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The user, as it is now; null when it does not exist any more, or is none.',
      extensions: { cost: { calls: 1 } },
      resolve: (subject, _args, context) =>
        subject.type === 'USER' ? context.loaders(subject.directory).user.load(subject.externalId) : null,
    }),
  }),
});

const json = (state: LedgerState | null): Readonly<Record<string, unknown>> | null => state && { ...state };

export const LedgerEntryType = builder.objectRef<LedgerEntry>('LedgerEntry');

builder.node(LedgerEntryType, {
  description: 'What was done, or tried: recorded before it was sent, and again when it had ended.',
  id: { resolve: (entry) => `${entry.subject.directory}:${entry.id}` },
  loadOne: (id, context) => context.actions.ledger.get(objectId(id).externalId),
  fields: (t) => ({
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was begun.' }),
    settledAt: t.expose('settledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its end was recorded; null: not yet.',
    }),
    actor: t.exposeString('actor', { description: 'Who asked for it.' }),
    action: t.expose('action', { type: ActionNameEnum, description: 'What was asked for.' }),
    subject: t.expose('subject', { type: SubjectType, description: 'On whom.' }),
    directory: t.field({
      type: DirectoryType,
      description: 'Where.',
      resolve: (entry, _args, context) => context.loaders(entry.subject.directory).directory,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the words of who asked.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it was only a rehearsal.' }),
    outcome: t.expose('outcome', { type: OutcomeEnum, description: 'How it ended.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it was refused or failed; null for what went well.',
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The state before; null when it was not read.',
      resolve: (entry) => json(entry.before),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The state that was read back; null when it was not.',
      resolve: (entry) => json(entry.after),
    }),
    correlationId: t.exposeString('correlationId', {
      description: "The id under which the provider's own audit log has it.",
    }),
    idempotencyKey: t.exposeString('idempotencyKey', {
      nullable: true,
      description: 'The key that the caller gave against repeats.',
    }),
    inverse: t.expose('inverse', {
      type: ActionNameEnum,
      nullable: true,
      description: 'The action that takes this one back; null: there is none.',
    }),
  }),
});

const LedgerFilterInput = builder.inputType('LedgerFilter', {
  description: 'Which entries are wanted; several members hold together.',
  fields: (t) => ({
    subject: t.id({ description: 'Id of the object that it was done to.' }),
    actor: t.string({ description: 'Who asked for it.' }),
    action: t.field({ type: ActionNameEnum, description: 'What was asked for.' }),
    since: t.field({ type: 'DateTime', description: 'Begun then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Begun before.' }),
  }),
});

interface LedgerRows {
  readonly rows: readonly { readonly entry: LedgerEntry; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

const LedgerConnection = builder.objectRef<LedgerRows>('LedgerConnection').implement({
  description: 'A page of the ledger, newest entry first.',
  fields: (t) => ({
    nodes: t.field({
      type: [LedgerEntryType],
      description: 'The entries.',
      resolve: (page) => page.rows.map(({ entry }) => entry),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Whether there is more.',
      resolve: (page) => ({
        hasNextPage: page.hasNextPage,
        hasPreviousPage: false,
        startCursor: page.rows[0]?.cursor ?? null,
        endCursor: page.rows.at(-1)?.cursor ?? null,
      }),
    }),
  }),
});

builder.queryFields((t) => ({
  ledger: t.field({
    type: LedgerConnection,
    description:
      'Who changed what, on whom, why, and how it ended; newest first. Held in memory: a restart of the gateway forgets it.',
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many entries, 1 to 1000.' }),
      after: t.arg.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
      filter: t.arg({ type: LedgerFilterInput, description: 'Which entries are wanted.' }),
    },
    resolve: async (_root, { first, after, filter }, context) => {
      const page = { first: readPageArgs({ first }).first, after: after ?? null };
      const wanted = {
        subject: filter?.subject ? parseObjectId(filter.subject, 'User') : undefined,
        actor: filter?.actor ?? undefined,
        action: filter?.action ?? undefined,
        since: filter?.since ?? undefined,
        until: filter?.until ?? undefined,
      };
      try {
        return await context.actions.ledger.list(wanted, page);
      } catch (error) {
        if (error instanceof RangeError) throw badInput(error.message);
        throw error;
      }
    },
  }),
}));
