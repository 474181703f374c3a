import { can } from '../access/caller.ts';
import { actionNamed } from '../actions/registry.ts';
import type { LedgerCause, LedgerEntry, LedgerOutcome, LedgerVerification } from '../actions/ledger.ts';
import { SubjectType } from './action-parts.ts';
import { ActionNameEnum } from './available-action.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { readPageArgs } from './connection.ts';
import { DirectoryType } from './directory.ts';
import { badInput, decodeGlobalId, encodeGlobalId, objectId } from './global-id.ts';

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

const CauseKindEnum = builder.enumType('LedgerCauseKind', {
  description: 'What kind of whole an entry was part of.',
  values: {
    BULK: { description: 'An operation over many.' },
    UNDO: { description: 'Taking another entry back.' },
    EXPIRY: { description: 'The end of access that was given for a time.' },
  } satisfies Record<LedgerCause['kind'], { description: string }>,
});

/** Types of what an entry can be part of. */
const causeTypes = { BULK: 'BulkOperation', UNDO: 'LedgerEntry', EXPIRY: 'TimedGrant' } as const;

/** With the directory of the entry: what it was part of is in the same one. */
type PlacedCause = LedgerCause & { readonly directory: string };

const CauseType = builder.objectRef<PlacedCause>('LedgerCause').implement({
  description: 'What an entry was part of.',
  extensions: { permission: 'audit:read' },
  fields: (t) => ({
    kind: t.expose('kind', { type: CauseKindEnum, description: 'What kind of whole.' }),
    id: t.id({
      description: 'Id of the BulkOperation, of the LedgerEntry that was taken back, or of the TimedGrant.',
      resolve: ({ kind, directory, id }) => encodeGlobalId(causeTypes[kind], `${directory}:${id}`),
    }),
  }),
});

export const LedgerEntryType = builder.objectRef<LedgerEntry>('LedgerEntry');

builder.node(LedgerEntryType, {
  description: 'What was done, or tried: recorded before it was sent, and again when it had ended.',
  extensions: {
    permission: 'audit:read',
    place: ({ subject }: LedgerEntry) => ({ directory: subject.directory }),
  },
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
      nullable: true,
      description: 'Where; null when it is not configured any more.',
      resolve: ({ subject }, _args, context) =>
        context.directories.find(({ key }) => key === subject.directory) ?? null,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the words of who asked.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it was only a rehearsal.' }),
    parameters: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What was asked for beside the subject; secrets are left out.',
      resolve: (entry, _args, context) => (mayRead(entry, context) ? entry.parameters : null),
    }),
    cause: t.field({
      type: CauseType,
      nullable: true,
      description: 'What it was part of; null: it was asked for by itself.',
      resolve: ({ cause, subject: { directory } }) => cause && { ...cause, directory },
    }),
    outcome: t.expose('outcome', { type: OutcomeEnum, description: 'How it ended.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it was refused or failed; null for what went well.',
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The state before; null when it was not read, or is not for the caller to read.',
      resolve: (entry, _args, context) => (mayRead(entry, context) ? entry.before : null),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The state that was read back; null when it was not, or is not for the caller to read.',
      resolve: (entry, _args, context) => (mayRead(entry, context) ? entry.after : null),
    }),
    particulars: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What else there is to say of it: `facts`, and `steps` where it had several parts.',
      resolve: ({ particulars }) => particulars,
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

/** Whoever reads the ledger reads all of it; others see their own entries, and of those only what they could read anyway. */
function mayRead({ action, subject, parameters }: LedgerEntry, { caller }: GatewayContext): boolean {
  const reads = actionNamed(action)?.reads ?? 'directory:read';
  return [subject.directory, ...otherDirectories(parameters)].every(
    (directory) => can(caller, 'audit:read', { directory }) || can(caller, reads, { directory }),
  );
}

/** What is said of two accounts names both, and the other one may be in another directory. */
function otherDirectories(parameters: LedgerEntry['parameters']): readonly string[] {
  const other = parameters?.['other'];
  if (typeof other !== 'object' || other === null || !('directory' in other)) return [];
  return typeof other.directory === 'string' ? [other.directory] : [];
}

const LedgerFilterInput = builder.inputType('LedgerFilter', {
  description: 'Which entries are wanted; several members hold together.',
  fields: (t) => ({
    subject: t.id({ description: 'Id of the object that it was done to.' }),
    actor: t.string({ description: 'Who asked for it.' }),
    action: t.field({ type: ActionNameEnum, description: 'What was asked for.' }),
    outcome: t.field({ type: OutcomeEnum, description: 'How it ended.' }),
    partOf: t.id({
      description:
        'Id of the BulkOperation, of the undone LedgerEntry or of the TimedGrant that it was part of.',
    }),
    since: t.field({ type: 'DateTime', description: 'Begun then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Begun before.' }),
  }),
});

interface LedgerRows {
  readonly rows: readonly { readonly entry: LedgerEntry; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` for the id of what no entry is part of. */
function causeOf(globalId: string): string {
  const { typename, id } = decodeGlobalId(globalId);
  if (!Object.values<string>(causeTypes).includes(typename))
    throw badInput(
      `partOf: expected the id of a BulkOperation, a LedgerEntry or a TimedGrant; received the id of a ${typename}.`,
    );
  return objectId(id).externalId;
}

const VerificationType = builder.objectRef<LedgerVerification>('LedgerVerification').implement({
  description: 'Whether every record of the ledger is as it was written, and none is missing.',
  extensions: { permission: 'audit:read' },
  fields: (t) => ({
    intact: t.exposeBoolean('intact', { description: 'Whether it is.' }),
    records: t.exposeInt('records', {
      description: 'Records that were looked at: two for each entry that has ended.',
    }),
    message: t.string({
      nullable: true,
      description: 'Which record is the first that is not, and why; null when all are.',
      resolve: (verdict) => (verdict.intact ? null : verdict.message),
    }),
  }),
});

const LedgerConnection = builder.objectRef<LedgerRows>('LedgerConnection').implement({
  description: 'A page of the ledger, newest entry first.',
  extensions: { permission: 'audit:read' },
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
  ledgerVerification: t.field({
    type: VerificationType,
    nullable: true,
    extensions: { permission: 'audit:read' },
    description: 'Checks every record of the ledger now: some seconds for a hundred thousand.',
    resolve: (_root, _args, context) => context.actions.ledger.verify(),
  }),
  ledger: t.field({
    type: LedgerConnection,
    nullable: true,
    extensions: { permission: 'audit:read' },
    description:
      'Who changed what, on whom, why, and how it ended; newest first. Of a simulated directory it is held in memory, and ends with the process.',
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many entries, 1 to 1000.' }),
      after: t.arg.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
      filter: t.arg({ type: LedgerFilterInput, description: 'Which entries are wanted.' }),
    },
    resolve: async (_root, { first, after, filter }, context) => {
      const page = { first: readPageArgs({ first }).first, after: after ?? null };
      const wanted = {
        subject: filter?.subject ? objectId(decodeGlobalId(filter.subject).id) : undefined,
        actor: filter?.actor ?? undefined,
        action: filter?.action ?? undefined,
        outcome: filter?.outcome ?? undefined,
        cause: filter?.partOf ? causeOf(filter.partOf) : undefined,
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
