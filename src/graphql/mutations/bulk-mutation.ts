import type { Action } from '../../actions/action.ts';
import type { ActionFailure } from '../../actions/action-result.ts';
import { hasEnded } from '../../actions/bulk/bulk-operation.ts';
import { waitFor } from '../../actions/bulk/wait-for.ts';
import {
  type BulkStart,
  largestBulk,
  largestUnplanned,
  planLifeMs,
  startBulk,
} from '../../actions/bulk/start-bulk.ts';
import { failure } from '../../actions/failures.ts';
import type { UserActionInput } from '../../actions/users/user-target.ts';
import { actionErrors, errorTypenames } from '../action-error.ts';
import { builder } from '../builder.ts';
import { BulkOperationType, OnFailureEnum } from '../bulk.ts';
import { bulkSubjects } from '../bulk-subjects.ts';
import type { GatewayContext } from '../context.ts';
import { UserFilterInput } from '../user-filter.ts';
import { UserRef } from '../user-ref.ts';

/** How long a mutation waits for the operation to end before it answers how far it is: well below the deadline of a request. */
const waitMs = 20_000;

/** Finding one user, what the action and its guards read, the change, and the look afterwards. */
const callsForEach = 6;

interface BulkMutation {
  readonly mutation: string;
  /** What it does, as a sentence. */
  readonly does: string;
  /** Whether few named users are planned too: for what nothing takes back. Default: false. */
  readonly planFirst?: boolean;
}

/**
 * A mutation that carries out an action on many users. At most 50 named users are done at once; more, a filter, or `dryRun: true`
 * give a plan, which `applyBulkOperation` applies.
 */
export function defineBulkAction<S>(
  action: Action<UserActionInput, S>,
  { mutation, does, planFirst = false }: BulkMutation,
): void {
  const typeName = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  const Input = builder.inputType(`${typeName}Input`, {
    description: `What \`${mutation}\` is to do.`,
    fields: (t) => ({
      users: t.field({
        type: [UserRef],
        description:
          'Which users are meant, all of one directory. Who is named twice is one. Instead of `filter`.',
      }),
      filter: t.field({
        type: UserFilterInput,
        description:
          'Which users are meant: those of one directory that fit when it is planned. Instead of `users`.',
      }),
      onFailure: t.field({
        type: OnFailureEnum,
        defaultValue: 'CONTINUE' as const,
        description: 'What becomes of the rest when one does not succeed.',
      }),
      reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
      idempotencyKey: t.string({
        description:
          'A text of your own, 1 to 255 characters: a repeat with the same key gets the same operation, for a day.',
      }),
      dryRun: t.boolean({
        defaultValue: false,
        description: 'Only plan it: who, what would change, who is refused and why, and what it costs.',
      }),
    }),
  });
  builder.mutationField(mutation, (t) =>
    t.field({
      type: bulkResult(`${typeName}Result`, mutation),
      nullable: true,
      description: `${does} ${planFirst ? 'Nothing takes it back, so the answer is' : `At most ${largestUnplanned} named users are done at once, and the answer waits up to ${waitMs / 1_000} s for the end; more, a \`filter\`, or \`dryRun: true\` give`} a plan, to be applied with \`applyBulkOperation\` within ${planLifeMs / 60_000} minutes. What the blast radius does not let pass yet waits for it.`,
      args: { input: t.arg({ type: Input, required: true, description: 'What is to be done.' }) },
      extensions: {
        permission: action.permission,
        // A filter, which may find so many, has no entries to count.
        cost: { calls: callsForEach, each: { path: ['input', 'users'], otherwise: largestBulk } },
      },
      resolve: async (_root, { input }, context, info): Promise<BulkStart> => {
        const store = context.actions.bulk;
        if (store === null) return unavailable();
        const { users, filter, reason, idempotencyKey, dryRun, onFailure } = input;
        const { directory, find } = bulkSubjects(users, filter, context, info);
        const started = await startBulk({
          services: context.actions,
          store,
          directory: context.loaders(directory).directory,
          scope: context.scope,
          caller: context.caller,
          action,
          asked: {
            users: users ?? null,
            filter: filter ?? null,
            reason: reason ?? null,
            dryRun: dryRun === true,
            onFailure: onFailure ?? 'CONTINUE',
          },
          reason: reason ?? null,
          idempotencyKey: idempotencyKey ?? null,
          onFailure: onFailure ?? 'CONTINUE',
          planOnly: dryRun === true || Boolean(filter) || planFirst,
          subjects: find,
        });
        return await settled(started, context);
      },
    }),
  );
}

export function bulkResult(name: string, mutation: string) {
  return builder.unionType(name, {
    description: `How \`${mutation}\` ended: an operation, which may go on for a while; or why there is none.`,
    extensions: { permission: 'public' },
    types: [BulkOperationType, ...actionErrors],
    resolveType: (result: BulkStart) => ('kind' in result ? errorTypenames[result.kind] : 'BulkOperation'),
  });
}

/** Waits a while for an operation to end; one that waits itself is answered at once. */
export async function settled(started: BulkStart, { actions, scope }: GatewayContext): Promise<BulkStart> {
  if ('kind' in started || actions.bulk === null) return started;
  const { state } = started;
  if (state !== 'QUEUED' && state !== 'RUNNING') return started;
  const enough = (operation: typeof started): boolean => hasEnded(operation) || operation.state === 'WAITING';
  const { signal } = scope.context;
  return (await waitFor(actions.bulk, actions.bulkNews, started.id, enough, { waitMs, signal })) ?? started;
}

export function unavailable(): ActionFailure {
  return failure({
    kind: 'FAILED',
    code: 'NOT_AVAILABLE',
    message: 'This gateway has no database, so it cannot carry out bulk operations. Nothing was changed.',
    retryable: false,
  });
}
