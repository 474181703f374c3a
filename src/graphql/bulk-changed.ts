import { setTimeout as sleep } from 'node:timers/promises';
import { type BulkOperation, hasEnded } from '../actions/bulk/bulk-operation.ts';
import { waitFor } from '../actions/bulk/wait-for.ts';
import { builder } from './builder.ts';
import { BulkOperationType, bulkStore, visible } from './bulk.ts';
import type { GatewayContext } from './context.ts';
import { badInput, parseObjectId } from './global-id.ts';

builder.subscriptionField('bulkOperationChanged', (t) =>
  t.field({
    type: BulkOperationType,
    description:
      'A bulk operation as it is now and whenever it has come further, also at another gateway; ends with the operation. A plan is told of until it expires.',
    args: { id: t.arg.id({ required: true, description: 'Id of the operation.' }) },
    extensions: { permission: 'public' },
    subscribe: async (_root, { id }, context) => {
      const { externalId } = parseObjectId(id, 'BulkOperation');
      const operation = await visible(externalId, context);
      if (operation === null) throw badInput('There is no such bulk operation, or it is not for you to see.');
      return changesOf(operation.id, context);
    },
    resolve: (operation) => operation,
  }),
);

/** Progress comes with every item: at most ten times a second it is told. */
const restMs = 100;

async function* changesOf(
  id: string,
  context: GatewayContext,
): AsyncGenerator<BulkOperation, void, undefined> {
  const { signal } = context.scope.context;
  let told = '';
  for (;;) {
    const before = told;
    const operation = await waitFor(
      bulkStore(context),
      context.actions.bulkNews,
      id,
      (now) => progressOf(now) !== before,
      { waitMs: 30_000, signal },
    );
    if (operation === null || signal?.aborted === true) return;
    const progress = progressOf(operation);
    if (progress === told) continue;
    told = progress;
    yield operation;
    if (hasEnded(operation)) return;
    await sleep(restMs);
  }
}

function progressOf({ state, counts, passesAt }: BulkOperation): string {
  return JSON.stringify([state, counts, passesAt]);
}
