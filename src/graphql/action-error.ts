import type { ActionFailure, ActionRefused } from '../actions/action-result.ts';
import { builder } from './builder.ts';
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

const ActionRefusedType = builder.objectRef<ActionRefused>('ActionRefused').implement({
  description: 'A guard held the action back before anything was sent.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    blockedBy: t.exposeStringList('blockedBy', { description: 'The guards that stand in the way.' }),
    passesAt: t.expose('passesAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it would pass, where time alone decides.',
    }),
  }),
});

const failed = (name: string, description: string) =>
  builder.objectRef<ActionFailure>(name).implement({ description, interfaces: [ErrorInterface] });

const NotFoundType = failed('UserNotFound', 'There is no such user.');
const InvalidType = failed('InvalidInput', 'The input is wrong; nothing was done.');
const FailedType = failed('ActionFailed', 'It was tried and not done.');
const UnconfirmedType = failed(
  'ActionUnconfirmed',
  'It was sent, and it is not known whether it happened: look before you repeat it.',
);

const ConflictType = builder.objectRef<ActionFailure>('ActionConflict').implement({
  description: 'The user is not in the state that the caller expected; nothing was done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The user as it is now.',
      resolve: (failure) => failure.user ?? null,
    }),
  }),
});

/** The types that every result of an action on a user can be besides its success. */
export const userActionErrors = [
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
  NOT_FOUND: 'UserNotFound',
  INVALID: 'InvalidInput',
  FAILED: 'ActionFailed',
  UNCONFIRMED: 'ActionUnconfirmed',
} as const;
