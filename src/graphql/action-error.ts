import type { ActionFailure, ActionRefused } from '../actions/action-result.ts';
import { StepType, SubjectType } from './action-parts.ts';
import { builder } from './builder.ts';
import { LedgerEntryType } from './ledger.ts';
import { UserType } from './user.ts';

interface ErrorShape {
  readonly message: string;
  readonly code: string;
  readonly retryable: boolean;
}

/** What every way of not succeeding has. */
export const ErrorInterface = builder.interfaceRef<ErrorShape>('Error').implement({
  description: 'A mutation that did not do what was asked, and why.',
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'For people: what was expected, what came, what to do.',
    }),
    code: t.exposeString('code', { description: 'For programs: stable; docs/errors.md lists them.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether the same request may succeed later without anybody changing anything.',
    }),
  }),
});

const extensions = { permission: 'public' };

const ActionRefusedType = builder.objectRef<ActionRefused>('ActionRefused').implement({
  description: 'A guard held the action back before anything was sent.',
  extensions,
  interfaces: [ErrorInterface],
  fields: (t) => ({
    blockedBy: t.exposeStringList('blockedBy', { description: 'The guards that stand in the way.' }),
    passesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it would pass, where time alone decides.',
      resolve: ({ passesAt }) => (passesAt === null ? null : new Date(passesAt)),
    }),
    entry: t.field({
      type: LedgerEntryType,
      nullable: true,
      description: 'The entry in the ledger; null when nothing was recorded.',
      extensions: { own: true },
      resolve: ({ entryId }, _args, context) =>
        entryId === null ? null : context.actions.ledger.get(entryId),
    }),
  }),
});

const failed = (name: string, description: string) =>
  builder.objectRef<ActionFailure>(name).implement({
    description,
    extensions,
    interfaces: [ErrorInterface],
    fields: (t) => ({
      steps: t.expose('steps', {
        type: [StepType],
        description: 'Its parts, where it has several and some were tried.',
      }),
      entry: t.field({
        type: LedgerEntryType,
        nullable: true,
        description: 'The entry in the ledger; null when nothing was recorded.',
        extensions: { own: true },
        resolve: ({ entryId }, _args, context) =>
          entryId === null ? null : context.actions.ledger.get(entryId),
      }),
    }),
  });

const NotFoundType = failed('NotFound', 'There is no such object.');
const InvalidType = failed('InvalidInput', 'The input is wrong; nothing was done.');
const FailedType = failed('ActionFailed', 'It was tried and not done, or not wholly: see the steps.');
const UnconfirmedType = failed(
  'ActionUnconfirmed',
  'It was sent, and it is not known whether it happened: look before you repeat it.',
);

const ConflictType = builder.objectRef<ActionFailure>('ActionConflict').implement({
  description: 'The object is not in the state that the caller expected; nothing was done.',
  extensions,
  interfaces: [ErrorInterface],
  fields: (t) => ({
    subject: t.field({
      type: SubjectType,
      nullable: true,
      description: 'The object.',
      resolve: ({ subject }) => subject,
    }),
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The user as it is now; null when the object is none.',
      resolve: ({ subject }, _args, context) =>
        subject?.type === 'USER' && subject.externalId !== ''
          ? context.loaders(subject.directory).user.load(subject.externalId)
          : null,
    }),
    state: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The part of its state that the action is about, as it is now.',
      resolve: ({ state }) => state,
    }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'Stands for that state: see `ifVersion`.',
    }),
  }),
});

/** The types that every result of an action can be besides its success. */
export const actionErrors = [
  ActionRefusedType,
  ConflictType,
  NotFoundType,
  InvalidType,
  FailedType,
  UnconfirmedType,
] as const;

export const errorTypenames = {
  REFUSED: 'ActionRefused',
  CONFLICT: 'ActionConflict',
  NOT_FOUND: 'NotFound',
  INVALID: 'InvalidInput',
  FAILED: 'ActionFailed',
  UNCONFIRMED: 'ActionUnconfirmed',
} as const;
